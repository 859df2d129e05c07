"""Beginning a new listing: kind, site, material and title; the rest is filled in page by page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.models import Company, Site
from streams.owners.access import company_acted_for, person
from streams.owners.copying import copy_record
from streams.owners.steps import STEPS
from streams.owners.steps.what import EXAMPLES, MaterialField
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.services import save_record
from streams.vocabulary import Kind
from streams.web.kinds import ICONS, kind_texts


class NewForm(forms.Form):
    """The least that makes a listing."""

    title_text = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    material = MaterialField(label=gettext_lazy("Material"))
    site = forms.ModelChoiceField(Site.objects.none(), label=gettext_lazy("Site"), empty_label=None)

    def __init__(self, company: Company, kind: Kind, data: Any = None) -> None:
        super().__init__(data)
        for name in ("title_text", "material"):
            self.fields[name].help_text = EXAMPLES[name][kind]
        self.fields["material"].offer(kind)  # type: ignore[attr-defined]
        self.fields["site"].queryset = company.sites.all()  # type: ignore[attr-defined]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, public_id: str, kind: str = "") -> HttpResponse:
    """Choose the kind, then begin."""
    company = company_acted_for(request, public_id)
    if kind not in Kind.values:
        return chosen(request, company)
    form = NewForm(company, Kind(kind), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return begun(request, form, Kind(kind))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {
        "company": company,
        "form": form,
        "kind": Kind(kind),
        "has_sites": company.sites.exists(),
        "crumbs": crumbs(company),
    }
    return render(request, "owners/new.html", context, status=422 if form.errors else 200)


def chosen(request: HttpRequest, company: Company) -> HttpResponse:
    """The kinds to choose from; POST makes a draft from one of the company's own listings."""
    own = Record.objects.filter(site__company=company).order_by("title", "pk")
    if request.method == "POST":
        model = own.filter(pk=request.POST.get("copy_of", "").replace("\0", "")).first()
        if model is not None:
            return copied(request, model)
    listed = [{"id": one.pk, "title": one.title, "kind": Kind(one.kind).label} for one in own]
    context = {
        "company": company,
        "kinds": kinds(company),
        "crumbs": crumbs(company),
        "own": listed,
        "is_missing": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "owners/kinds.html", context, status=status)


def copied(request: HttpRequest, model: Record) -> HttpResponse:
    """On to the first page of a draft like the listing."""
    record = copy_record(actor=person(request), record=model)
    text = _("This draft is made from “%s”. Yearly figures and documents are not copied.")
    messages.success(request, text % model.title)
    return HttpResponseRedirect(reverse("edit_record", args=[record.pk]))


def begun(request: HttpRequest, form: NewForm, kind: Kind) -> HttpResponse:
    data = form.cleaned_data
    record = save_record(
        actor=person(request),
        site=data["site"],
        kind=kind,
        draft=RecordDraft(values={"title": data["title_text"], "material": data["material"]}),
    )
    return HttpResponseRedirect(reverse("edit_step", args=[record.pk, STEPS[kind][1].slug]))


def kinds(company: Company) -> list[dict[str, Any]]:
    texts = kind_texts()
    return [
        {
            "label": kind.label,
            "icon": ICONS[kind],
            "text": texts[kind],
            "url": reverse("new_listing_of", args=[company.public_id, kind.value]),
        }
        for kind in Kind
    ]


def crumbs(company: Company) -> list[dict[str, Any]]:
    return [
        {"label": _("Our page"), "url": reverse("company_page", args=[company.public_id])},
        {"label": _("New listing")},
    ]
