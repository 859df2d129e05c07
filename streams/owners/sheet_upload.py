"""One spreadsheet that was sent: how far it has come, what it would change, the word to go on."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from companies.models import Company
from exchange.jobs.models import Job
from exchange.jobs.progress import progress_of
from streams.disclosure import effective_policy
from streams.imports.models import SheetUpload
from streams.imports.sheets.audiences import AUDIENCES, audience_label
from streams.imports.sheets.books import workbook_of
from streams.imports.sheets.commenting import commented_sheets
from streams.imports.sheets.opened import FileRefusedError
from streams.imports.sheets.opening import opened_sheets
from streams.imports.sheets.uploads import (
    NotReadyError,
    confirm_upload,
    content_of,
    discard_upload,
    retry_upload,
)
from streams.owners.access import company_acted_for, note_upload_seen, person
from streams.owners.sheets import address_of, attached
from streams.vocabulary import Kind
from streams.workbooks import CONTENT_TYPE

PAGE = 50
MOST_PROBLEMS = 500
State = SheetUpload.State


def own_upload(request: HttpRequest, public_id: str, upload_id: str) -> SheetUpload:
    """One of a company that one acts for; everything else was never there."""
    company = company_acted_for(request, public_id)
    known = SheetUpload.objects.select_related("company", "uploaded_by", "confirmed_by", "job")
    found = known.filter(pk=upload_id, company=company).first()
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, public_id: str, upload_id: str) -> HttpResponse:
    """Progress while it is worked on, else what was found. Asked by htmx, the progress alone."""
    upload = own_upload(request, public_id, upload_id)
    if request.headers.get("HX-Request") == "true":
        if not upload.is_running:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "components/progress.html", progress(upload))
    note_upload_seen(person(request), upload)
    context = {
        "upload": upload,
        "company": upload.company,
        "running": upload.is_running,
        "expired": upload.is_out_of_time,
        "stopped": stopped(upload),
        "progress": progress(upload),
        "crumbs": crumbs(upload),
        **({} if upload.is_out_of_time else found(request, upload)),
    }
    return render(request, "owners/sheet_upload.html", context)


def stopped(upload: SheetUpload) -> str:
    """Why the work has ended without a result, "" when it has not."""
    if not upload.is_working or upload.job is None or upload.job.state != Job.State.FAILED:
        return ""
    return str(Job.Fault(upload.job.fault).label)


def progress(upload: SheetUpload) -> dict[str, Any]:
    """Context of components/progress.html."""
    reading = upload.state == State.CHECKING
    done = progress_of(upload.job.pk) if upload.job else None
    return {
        "id": "progress",
        "label": _("Reading the spreadsheet") if reading else _("Saving the listings"),
        "done": done.done if done else 0,
        "total": done.total if done else 0,
        "state": upload.job.state if upload.job else "",
        "poll_url": address_of(upload),
    }


def found(request: HttpRequest, upload: SheetUpload) -> dict[str, Any]:
    """What the file would do, a page at a time: first what is wrong, changed, then what is new."""
    plan: Mapping[str, Any] = upload.plan or {}
    created, changed = plan.get("created", []), plan.get("changed", [])
    shown = Paginator([*changed, *created], PAGE).get_page(request.GET.get("page"))
    return {
        "created": len(created),
        "changed": len(changed),
        "same": plan.get("same", 0),
        "notes": plan.get("notes", []),
        "problems": plan.get("problems", [])[:MOST_PROBLEMS],
        "problem_count": len(plan.get("problems", [])),
        "shown": shown,
        "rows": [planned_row(one) for one in shown.object_list],
        "defaults": defaults(upload.company) if created and upload.state == State.READY else [],
    }


def planned_row(one: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **one,
        "is_new": not one["id"],
        "kind_label": Kind(one["kind"]).label,
        "lines": [{"label": a, "before": b, "after": c} for a, b, c in one["lines"]],
    }


def defaults(company: Company) -> list[dict[str, str]]:
    """Who sees what of new listings that say nothing else."""
    words = {rule: str(label) for rule, label in AUDIENCES}
    rules = effective_policy(company.disclosure_defaults).rules
    return [
        {"label": audience_label(field.value), "audience": words[(rule.exact, rule.coarse)]}
        for field, rule in rules.items()
        if (rule.exact, rule.coarse) in words
    ]


def crumbs(upload: SheetUpload) -> list[dict[str, Any]]:
    company = upload.company.public_id
    return [
        {"label": _("Our page"), "url": reverse("company_page", args=[company])},
        {"label": _("Spreadsheet"), "url": reverse("sheets", args=[company])},
        {"label": upload.name},
    ]


def not_ready_text(upload: SheetUpload) -> str:
    """Why nobody can go on from what the page had shown."""
    if upload.is_out_of_time:
        return _("The time to confirm has run out. Send the spreadsheet again.")
    return _("Somebody has gone on with this spreadsheet already.")


@login_required
@never_cache
@require_POST
def confirm(request: HttpRequest, public_id: str, upload_id: str) -> HttpResponse:
    """Save what the page has shown."""
    upload = own_upload(request, public_id, upload_id)
    try:
        confirm_upload(
            actor=person(request),
            upload=upload,
            digest=request.POST.get("digest", "")[:64],
            publish="publish" in request.POST,
        )
    except NotReadyError:
        messages.warning(request, not_ready_text(upload))
    return HttpResponseRedirect(address_of(upload))


@login_required
@never_cache
@require_POST
def retry(request: HttpRequest, public_id: str, upload_id: str) -> HttpResponse:
    """Once more, after the work had stopped."""
    upload = own_upload(request, public_id, upload_id)
    try:
        retry_upload(actor=person(request), upload=upload)
    except NotReadyError:
        messages.warning(request, not_ready_text(upload))
    return HttpResponseRedirect(address_of(upload))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, public_id: str, upload_id: str) -> HttpResponse:
    """Throw the file and what was found in it away; asks first."""
    upload = own_upload(request, public_id, upload_id)
    if request.method == "POST":
        try:
            discard_upload(actor=person(request), upload=upload)
        except NotReadyError:
            messages.warning(request, _("It is being saved and cannot be thrown away now."))
            return HttpResponseRedirect(address_of(upload))
        messages.success(request, _("The spreadsheet is thrown away."))
        return HttpResponseRedirect(reverse("sheets", args=[upload.company.public_id]))
    context = {
        "title": _("Throw the spreadsheet away?"),
        "question": upload.name,
        "consequences": [_("Your listings stay as they are.")],
        "submit_label": _("Throw away"),
        "danger": True,
        "cancel_url": address_of(upload),
    }
    return render(request, "confirm.html", context)


@login_required
@never_cache
@require_safe
def problems(request: HttpRequest, public_id: str, upload_id: str) -> HttpResponse:
    """The file as it was sent, with a note at every cell that is wrong."""
    upload = own_upload(request, public_id, upload_id)
    listed = upload.plan.get("problems", [])
    if not listed:
        raise Http404
    try:
        sheets = opened_sheets(content_of(upload), upload.name)
    except FileRefusedError:
        raise Http404 from None
    note_upload_seen(person(request), upload)
    return attached(workbook_of(commented_sheets(sheets, listed)), "feil.xlsx", CONTENT_TYPE)
