"""Adding, changing and removing the documents of a listing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.tiers import Tier
from streams.owners.access import person, record_written
from streams.owners.pages import shown
from streams.owners.steps.documents import AboutDocument, DocumentsStep, NewDocument
from streams.owners.wording import crumbs
from streams.register.documents import add_document, change_document, remove_document
from streams.register.models import Document, Record


@login_required
@never_cache
@require_POST
def add(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Keep a file; what is wrong with it stands at its field."""
    record = record_written(request, entry_id)
    form = NewDocument(request.POST, request.FILES, prefix="new")
    if form.is_valid() and kept(request, record, form):
        messages.success(request, _("The document is added."))
        return HttpResponseRedirect(page_of(record))
    page = DocumentsStep(record)
    page.upload = form
    return shown(request, record, page, status=422)


def kept(request: HttpRequest, record: Record, form: NewDocument) -> bool:
    data = form.cleaned_data
    try:
        add_document(
            actor=person(request),
            record=record,
            title=data["title"],
            upload=data["upload"],
            audience=Tier(data["audience"]),
        )
    except ValidationError as error:
        form.add_error("upload", error.messages)
        return False
    return True


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, entry_id: str, document_id: str) -> HttpResponse:
    """Another title or audience; the file itself stays."""
    record = record_written(request, entry_id)
    document = own_document(record, document_id)
    known = {"title": document.title, "audience": document.audience}
    form = AboutDocument(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        change_document(
            actor=person(request),
            document=document,
            title=form.cleaned_data["title"],
            audience=Tier(form.cleaned_data["audience"]),
        )
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(page_of(record))
    context = {
        "record": record,
        "form": form,
        "cancel_url": page_of(record),
        "crumbs": crumbs(record, document.title),
    }
    return render(request, "owners/document.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, entry_id: str, document_id: str) -> HttpResponse:
    """Asks first, then takes the document away for everyone."""
    record = record_written(request, entry_id)
    document = own_document(record, document_id)
    if request.method == "POST":
        remove_document(actor=person(request), document=document)
        messages.success(request, _("The document is removed."))
        return HttpResponseRedirect(page_of(record))
    context = {
        "title": _("Remove the document?"),
        "question": document.title,
        "consequences": [
            _("It is gone at once for everyone, and the file is deleted."),
            _("What others have downloaded before cannot be taken back."),
        ],
        "submit_label": _("Remove"),
        "danger": True,
        "cancel_url": page_of(record),
    }
    return render(request, "confirm.html", context)


def own_document(record: Record, document_id: str) -> Document:
    found = record.documents.filter(pk=document_id).first()
    if found is None:
        raise Http404
    return found


def page_of(record: Record) -> str:
    return reverse("edit_step", args=[record.pk, DocumentsStep.slug])
