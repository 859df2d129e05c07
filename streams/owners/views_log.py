"""Who has seen more of a company's listings than everyone sees: as a page, and as a file."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.services import NotAllowedError
from companies.models import Company
from exchange.audit.models import AccessLine
from exchange.paging import pages_of
from streams.cells import harmless
from streams.owners.access import company_acted_for, person
from streams.owners.company import crumbs
from streams.owners.seen_lines import Wanted, companies_in, lines_of, listings_in, told
from streams.owners.unusual import lay_aside
from streams.register.models import Record
from streams.web.numbers import day_text, moment_text

PAGE = 50
CHUNK = 1_000
COLUMNS = ("at", "company", "who", "listing", "id", "audience", "ground", "agreement", "until")


class LogFilter(forms.Form):
    """Which lines are wanted. What makes no sense is told at its field and left out."""

    firma = forms.ChoiceField(label=gettext_lazy("Company"), required=False)
    oppforing = forms.ChoiceField(label=gettext_lazy("Listing"), required=False)
    fra = forms.DateField(
        label=gettext_lazy("From day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    til = forms.DateField(
        label=gettext_lazy("To day"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, company: Company, data: Any) -> None:
        super().__init__(data)
        everybody, everything = [("", _("Everybody"))], [("", _("All listings"))]
        self.fields["firma"].choices = everybody + companies_in(company)  # type: ignore[attr-defined]
        self.fields["oppforing"].choices = everything + listings_in(company)  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        self.is_valid()
        found = self.cleaned_data
        return Wanted(
            found.get("firma", ""), found.get("oppforing", ""), found.get("fra"), found.get("til")
        )


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Eight queries, however many lines."""
    company = company_acted_for(request, public_id)
    form = LogFilter(company, request.GET)
    wanted = form.wanted()
    shown = Paginator(lines_of(company, wanted), PAGE).get_page(request.GET.get("page"))
    lines = list(shown.object_list)
    context = {
        "company": company,
        "form": form,
        "is_filtered": wanted != Wanted(),
        "lines": rows_of(lines),
        "pages": pages_of(shown, request.GET),
        "query": request.GET.urlencode(),
        "crumbs": crumbs(company, _("Who has seen our listings")),
    }
    return render(request, "owners/views_log.html", context)


def rows_of(lines: Iterable[AccessLine]) -> list[dict[str, Any]]:
    """With days as people write them, and a way to those listings that are still there."""
    listed = list(lines)
    ids = {line.record_id for line in listed}
    there = set(Record.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        {
            **told(line),
            "at": moment_text(line.at),
            "until": day_text(line.grant_until) if line.grant_until else "",
            "is_there": line.record_id in there,
        }
        for line in listed
    ]


@login_required
@require_POST
def lay_aside_notice(request: HttpRequest, public_id: str, notice_id: str) -> HttpResponse:
    """A notice of unusual reading is seen; 404 alike for unknown ones and other people's."""
    company = company_acted_for(request, public_id)
    try:
        is_found = lay_aside(actor=person(request), company=company, public_id=notice_id)
    except NotAllowedError:
        raise Http404 from None
    if not is_found:
        raise Http404
    messages.success(request, _("The notice is put away. The lines stay in the log."))
    return redirect("company_page", company.public_id)


@login_required
@never_cache
@require_safe
def file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The same lines as CSV for a spreadsheet, sent as they are read."""
    company = company_acted_for(request, public_id)
    lines = lines_of(company, LogFilter(company, request.GET).wanted())
    answer = StreamingHttpResponse(
        rows_of_file(lines.iterator(chunk_size=CHUNK), get_language() or ""),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="innsyn.csv"'
    return answer


def rows_of_file(lines: Iterator[AccessLine], language: str) -> Iterator[str]:
    """UTF-8 with a byte order mark, so that spreadsheets read æøå."""
    yield "\N{BYTE ORDER MARK}" + row_of_file(COLUMNS)
    for line in lines:
        with override(language):
            cells = told(line)
        yield row_of_file(str(harmless(cells[name])) for name in COLUMNS)


def row_of_file(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
