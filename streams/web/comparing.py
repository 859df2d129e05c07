"""Up to six listings side by side, as a page and as files, each as its reader may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries import viewer_for
from accounts.viewers import Viewer
from streams.catalogue.access_ends import access_ends
from streams.catalogue.search import Hit, opened_together
from streams.vocabulary import Kind
from streams.web import chosen
from streams.web.addresses import SearchAddress, address
from streams.web.cards import over_text
from streams.web.compared_files import as_csv, as_workbook
from streams.web.comparison import compared, only_differing
from streams.web.content_rows import first_and_rows
from streams.web.numbers import day_text, written
from streams.web.reading import only_read
from streams.web.searching import SearchForm, as_people_write, as_typed
from streams.workbooks import CONTENT_TYPE

SEARCH, ONLY, DIFFERING = "sok", "kun", "ulike"
"""Parameters: the search that the reader came from, and whether only what differs is wanted."""
LONGEST_SEARCH = 2_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants compared: what was found of it, and how many were not, for any reason."""

    hits: Sequence[Hit]
    missing: int
    too_many: bool
    search: Sequence[tuple[str, str]]

    @property
    def ids(self) -> list[str]:
        return [hit.id for hit in self.hits]

    def url(self, name: str, ids: Sequence[str], *more: tuple[str, str]) -> str:
        """An address that goes on carrying the search."""
        kept = [(SEARCH, urlencode(self.search))] if self.search else []
        return address(name, [*chosen.pairs_of(ids), *more, *kept])

    @property
    def search_url(self) -> str:
        return address("search", [*self.search, *chosen.pairs_of(self.ids)])


def asked(viewer: Viewer, params: QueryDict) -> Asked:
    """Hidden listings and those that never were count alike, and nothing of them is kept."""
    wanted = chosen.asked_for(params)
    hits = opened_together(viewer, wanted[: chosen.MOST])
    return Asked(
        hits,
        missing=min(len(wanted), chosen.MOST) - len(hits),
        too_many=len(wanted) > chosen.MOST,
        search=search_of(viewer, params),
    )


def search_of(viewer: Viewer, params: QueryDict) -> list[tuple[str, str]]:
    """The parameters of the search that the reader came from; what makes no sense is left out."""
    sent, _rows = first_and_rows(as_typed(QueryDict(params.get(SEARCH, "")[:LONGEST_SEARCH])))
    given = as_people_write(sent)
    form = SearchForm(given, viewer=viewer)
    form.is_valid()
    return SearchAddress.from_form(form, given).without(chosen.NAME, "page").pairs()


@only_read
def compare(request: HttpRequest) -> HttpResponse:
    """The listings beside one another, or how to begin."""
    viewer = viewer_for(request.user)
    found = asked(viewer, as_typed(request.GET))
    only = request.GET.get(ONLY) == DIFFERING and len(found.hits) > 1
    whole = compared(found.hits) if found.hits else []
    context = {
        "crumbs": [
            {"label": _("Front page"), "url": reverse("front")},
            {"label": _("Search"), "url": found.search_url},
            {"label": _("Compare")},
        ],
        "columns": columns(viewer, found, only),
        "groups": only_differing(whole) if only else whole,
        "across": len(found.hits) + 1,
        "only": only,
        "differing": written(sum(row.differs for group in whole for row in group.rows)),
        "only_url": found.url("compare", found.ids, (ONLY, DIFFERING)),
        "all_url": found.url("compare", found.ids),
        "notes": notes(found),
        "search_url": found.search_url,
        "room": chosen.MOST - len(found.hits),
        "most": written(chosen.MOST),
        "files": files(found),
        "begin": [{"label": _("Go to the search"), "url": found.search_url}],
    }
    return render(request, "web/compare.html", context)


def columns(viewer: Viewer, found: Asked, only: bool) -> list[dict[str, Any]]:
    """What stands on top of each listing."""
    until, more = access_ends(viewer, found.hits), [(ONLY, DIFFERING)] if only else []
    return [
        {
            "id": hit.id,
            "title": hit.title,
            "url": reverse("record", args=[hit.id]),
            "kind": hit.kind,
            "over": over_text(hit) or Kind(hit.kind).label,
            "until": day_text(until[hit.id]) if hit.id in until else "",
            "remove_url": found.url("compare", chosen.without(found.ids, hit.id), *more),
        }
        for hit in found.hits
    ]


def notes(found: Asked) -> list[str]:
    """What the reader does not get, in plain lines."""
    lines = []
    if found.missing:
        text = ngettext(
            "%s listing that you asked for cannot be shown.",
            "%s listings that you asked for cannot be shown.",
            found.missing,
        )
        lines.append(text % written(found.missing))
    if found.too_many:
        text = _("At most %s listings fit side by side, so only the first ones are shown.")
        lines.append(text % written(chosen.MOST))
    return lines


def files(found: Asked) -> list[dict[str, str]]:
    """The same as a file to keep."""
    names = {"CSV": "compare_csv", "Excel": "compare_xlsx"}
    return [
        {"label": label, "url": address(name, chosen.pairs_of(found.ids))}
        for label, name in names.items()
        if found.hits
    ]


@only_read
def compare_csv(request: HttpRequest) -> HttpResponse:
    """What the page shows, as text with commas."""
    return sent(as_csv(hits_of(request), home(request)), "text/csv; charset=utf-8", "csv")


@only_read
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    """What the page shows, as a workbook."""
    return sent(as_workbook(hits_of(request), home(request)), CONTENT_TYPE, "xlsx")


def hits_of(request: HttpRequest) -> Sequence[Hit]:
    return asked(viewer_for(request.user), as_typed(request.GET)).hits


def home(request: HttpRequest) -> str:
    """The exchange's address without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def sent(content: bytes, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="sammenligning.{ending}"'
    response["Cache-Control"] = "private, no-store"
    return response
