"""A company's spreadsheets: templates and all of its own to take out, and files to bring in."""

from collections import Counter
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from companies.models import Company
from streams.imports.models import SheetUpload
from streams.imports.sheets.books import csv_archive, csv_of, workbook_of
from streams.imports.sheets.filling import kind_sheet, listing_sheets, own_sheets
from streams.imports.sheets.opened import FileRefusedError
from streams.imports.sheets.template import template_sheets
from streams.imports.sheets.uploads import add_upload
from streams.owners.access import company_acted_for, note_company_seen, person, record_written
from streams.owners.company import crumbs
from streams.register.models import Record
from streams.vocabulary import Kind
from streams.web.kinds import ICONS
from streams.web.numbers import moment_text
from streams.workbooks import CONTENT_TYPE

FILE_NAMES = {
    Kind.MATERIAL: "mal-sidestrommer",
    Kind.HEAT: "mal-restvarme",
    Kind.GAS: "mal-gasser",
    Kind.DEPOSIT: "mal-deponier",
}
CSV_NAMES = {kind: name.removeprefix("mal-") for kind, name in FILE_NAMES.items()}
SHOWN_UPLOADS = 20


class UploadForm(forms.Form):
    """One file; what it is shows when it is opened."""

    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An .xlsx or .csv file of up to 20 MB."),
        error_messages={"required": gettext_lazy("Choose a file first.")},
        widget=forms.FileInput({"accept": ".xlsx,.csv,.zip"}),
        allow_empty_file=True,
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest, public_id: str) -> HttpResponse:
    """What can be taken out and what was sent; POST takes a file in."""
    company = company_acted_for(request, public_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                made = add_upload(
                    actor=person(request), company=company, upload=form.cleaned_data["file"]
                )
            except FileRefusedError as error:
                form.add_error("file", error.messages)
            else:
                return HttpResponseRedirect(address_of(made))
    kinds = kinds_of(company)
    context = {
        "company": company,
        "form": form,
        "templates": templates(company),
        "has_sites": company.sites.exists(),
        "kinds": kinds,
        "count": sum(one["count"] for one in kinds),
        "uploads": uploads_of(company),
        "wait_days": settings.UPLOADS_WAIT_DAYS,
        "kept_days": settings.JOBS_KEPT_DAYS,
        "crumbs": crumbs(company, _("Spreadsheet")),
    }
    return render(request, "owners/sheets.html", context, status=422 if form.errors else 200)


def address_of(upload: SheetUpload) -> str:
    return reverse("sheet_upload", args=[upload.company.public_id, upload.pk])


def templates(company: Company) -> list[dict[str, Any]]:
    return [
        {
            "label": kind.label,
            "icon": ICONS[kind],
            "url": reverse("sheet_template", args=[company.public_id, kind.value]),
        }
        for kind in Kind
    ]


def kinds_of(company: Company) -> list[dict[str, Any]]:
    """The kinds that the company has listings of, each with their number and its CSV file."""
    counts = Counter(Record.objects.filter(site__company=company).values_list("kind", flat=True))
    return [
        {
            "label": kind.label,
            "count": counts[kind],
            "url": reverse("sheet_kind_csv", args=[company.public_id, kind.value]),
        }
        for kind in Kind
        if counts[kind]
    ]


def uploads_of(company: Company) -> list[dict[str, Any]]:
    """The newest first, whoever of the company has sent them."""
    rows = company.sheet_uploads.select_related("uploaded_by", "company", "job")[:SHOWN_UPLOADS]
    return [
        {
            "name": row.name,
            "url": address_of(row),
            "state": row.state_text,
            "at": moment_text(row.created_at),
            "by": (row.uploaded_by.name or row.uploaded_by.email) if row.uploaded_by else "",
        }
        for row in rows
    ]


@login_required
@never_cache
@require_safe
def template(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Empty sheets of one kind, in the reader's language."""
    company = company_acted_for(request, public_id)
    if kind not in Kind.values:
        raise Http404
    content = workbook_of(template_sheets(company, Kind(kind)))
    return attached(content, f"{FILE_NAMES[Kind(kind)]}.xlsx", CONTENT_TYPE)


@login_required
@never_cache
@require_safe
def everything_xlsx(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that the company has registered, to be read in again."""
    company = company_acted_for(request, public_id)
    note_company_seen(person(request), company)
    return attached(workbook_of(own_sheets(company)), "oppforinger.xlsx", CONTENT_TYPE)


@login_required
@never_cache
@require_safe
def everything_csv(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same, one CSV file a sheet."""
    company = company_acted_for(request, public_id)
    note_company_seen(person(request), company)
    return attached(csv_archive(own_sheets(company)), "oppforinger.zip", "application/zip")


@login_required
@never_cache
@require_safe
def kind_csv(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """One sheet as CSV: the listings of one kind."""
    company = company_acted_for(request, public_id)
    if kind not in Kind.values:
        raise Http404
    note_company_seen(person(request), company)
    content = csv_of(kind_sheet(company, Kind(kind)))
    return attached(content, f"{CSV_NAMES[Kind(kind)]}.csv", "text/csv; charset=utf-8")


@login_required
@never_cache
@require_safe
def listing_xlsx(request: HttpRequest, entry_id: str) -> HttpResponse:
    """One listing with its years and analyses, to be kept or read in again."""
    record = record_written(request, entry_id)
    content = workbook_of(listing_sheets(record))
    return attached(content, f"oppforing-{record.pk}.xlsx", CONTENT_TYPE)


def attached(content: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
