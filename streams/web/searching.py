"""The search page: parse, ask the catalogue, render; its map data; and the same with htmx."""

import re
from collections.abc import Container, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.queries import viewer_for
from accounts.viewers import Viewer
from streams.catalogue.criteria import ORDERINGS, Criteria, CriteriaForm
from streams.catalogue.search import Page, everything, search
from streams.catalogue.words import near_words
from streams.vocabulary import Kind
from streams.web import chosen, filters
from streams.web.addresses import VIEWS, SearchAddress, address, senseless_orders
from streams.web.cards import card
from streams.web.chips import chips, ways_out, weighed_name
from streams.web.content_rows import ContentRow, first_and_rows, row_errors, rows_shown
from streams.web.hit_table import columns, table_rows
from streams.web.map_points import points_answer
from streams.web.number_fields import as_read, number_for_programs
from streams.web.numbers import written
from streams.web.own_sites import own_sites
from streams.web.places import coordinates_of, place_names
from streams.web.reading import only_read

MOST_ON_MAP = 5_000
DECIMAL_FIELDS = (
    "wt_min", "wt_max", "volume_min", "volume_max", "radius_km", "temperature_min"
)  # fmt: skip
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SEARCH_BOX = "search-text"
EXPORTS = {"CSV": "api-csv", "Excel": "api-xlsx", "GeoJSON": "api-geojson"}


@only_read
def results(request: HttpRequest) -> HttpResponse:
    """Search with filters; a parameter that makes no sense is told at its field and left out."""
    given, content_rows = first_and_rows(as_typed(request.GET))
    params, viewer = as_people_write(given), viewer_for(request.user)
    form = SearchForm(params, viewer=viewer)
    form.is_valid()
    criteria, here = asked(form), SearchAddress.from_form(form, params)
    page = search(viewer, criteria, facets=filters.FACETS)
    context = {
        **head(form, criteria, here, page),
        **beside(form, given, content_rows, criteria, page),
        "own_sites": own_sites(viewer, criteria, here),
        **middle(viewer, criteria, here, page),
    }
    quick = request.headers.get("HX-Request") == "true"
    quick = quick and request.headers.get("HX-History-Restore-Request") != "true"
    response = render(request, "web/search_body.html" if quick else "web/search.html", context)
    if quick and form.is_valid() and all(row.is_valid() for row in content_rows):
        response["HX-Push-Url"] = here.url
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@only_read
def points(request: HttpRequest) -> JsonResponse:
    """The hits of the same search for the map."""
    viewer = viewer_for(request.user)
    given, _rows = first_and_rows(as_typed(request.GET))
    form = SearchForm(as_people_write(given), viewer=viewer)
    form.is_valid()
    return points_answer(list(everything(viewer, asked(form), MOST_ON_MAP)))


class SearchForm(CriteriaForm):
    """The search as people fill it in, who may name a place."""

    def clean_near(self) -> tuple[float, float] | None:
        try:
            return super().clean_near()
        except ValidationError as error:
            raise ValidationError(
                _("No such place. Write a municipality, or coordinates such as 59.12, 9.63.")
            ) from error


def as_typed(params: QueryDict) -> QueryDict:
    """Without characters that nobody can type and no page may hold."""
    tidy = params.copy()
    for name, values in params.lists():
        tidy.setlist(name, [CONTROL_CHARACTERS.sub("", value) for value in values])
    return tidy


def as_people_write(params: QueryDict) -> QueryDict:
    """Decimal commas, spaces in numbers and names of places, which programs may not send."""
    tidy = params.copy()
    for name in DECIMAL_FIELDS:
        if name in tidy:
            tidy[name] = number_for_programs(params.get(name, ""))
    if "near" in tidy:
        tidy["near"] = coordinates_of(params.get("near", ""))
    if tidy.get("near"):
        tidy.pop("near_listing", None)  # a place was written while a listing was still named
    if tidy.get("ordering") in senseless_orders(dict(tidy.lists())):
        del tidy["ordering"]  # what it needs was taken away and the order left behind
    return tidy


def asked(form: CriteriaForm) -> Criteria:
    """What can be searched for; limits of a substance that was not understood mean nothing."""
    criteria = form.criteria()
    return criteria if criteria.substance else criteria.without("wt_min", "wt_max")


def head(form: CriteriaForm, criteria: Criteria, here: SearchAddress, page: Page) -> dict[str, Any]:
    """Title, search box, tabs."""
    title = _("%s – search") % criteria.q if criteria.q else _("Search")
    return {
        "form": form,
        "title": title,
        "criteria": criteria,
        "query": form["q"].value() or "",
        "box_keeps": here.hidden(leave_out=("q",)),
        "filters_keep": here.hidden(leave_out=(*filters.FACETS[1:], *FIELDS)),
        "tabs": filters.tabs(here, criteria, page.facets),
        "crumbs": [{"label": _("Front page"), "url": reverse("front")}, {"label": _("Search")}],
    }


FIELDS = (
    *DECIMAL_FIELDS, "substance", "contains", "near", "waste_code", "hazardous", "ordering"
)  # fmt: skip


def beside(
    form: CriteriaForm,
    given: QueryDict,
    rows: Sequence[ContentRow],
    criteria: Criteria,
    page: Page,
) -> dict[str, Any]:
    """Filters with counts, what can be chosen in their fields, what stands there and is wrong."""
    groups = filters.groups(criteria, page.facets)
    return {
        "groups": groups,
        "contents": rows_shown(rows),
        "errors": [*errors(form, {*groups, *FIELDS}), *row_errors(rows)],
        "hazardous": filters.hazardous(criteria, page.facets),
        "waste_codes": filters.waste_codes(page.facets),
        "substances": filters.substances(),
        "places": place_names(),
        "given": {**{name: given.get(name, "") for name in FIELDS}, **numbers_read(form)},
        "amount_unit": "GWh" if criteria.kind == {Kind.HEAT} else "t",
        "near_help": _("A municipality, or latitude and longitude"),
        "near_text": filters.near_text(given.get("near", ""), criteria),
    }


def middle(viewer: Viewer, criteria: Criteria, here: SearchAddress, page: Page) -> dict[str, Any]:
    """Chips, hits in the chosen view, pages, files; or the ways out when nothing was found."""
    view = (here.values.get("view") or VIEWS)[0]
    found, picked = chips(criteria, here), here.values.get(chosen.NAME, ())
    return {
        "view": view,
        "views": views(here, view),
        "chips": found,
        "active": len(found),
        "clear_url": cleared(criteria, here).url,
        "also": ", ".join(near_words(criteria.q)),
        "total": page.total,
        "total_text": written(page.total),
        "certain_text": certainty(page),
        "hits": [
            {**card(hit, criteria, page.ends.get(hit.id)), "chosen": hit.id in picked}
            for hit in page.hits
        ],
        "columns": columns(here, criteria) if view != "list" else [],
        "rows": table_rows(page.hits, criteria, picked) if view != "list" else [],
        "compare": comparing(here, page),
        "points_url": here.points_url,
        "county_url": here.county_url,
        "orderings": orderings(criteria),
        "pages": pages(here, criteria, page.total),
        "exports": exports(here) if page.total else [],
        "ways_out": [] if page.total else ways_out(viewer, criteria, here),
    }


def comparing(here: SearchAddress, page: Page) -> dict[str, Any]:
    """The form that boxes of hits belong to: what was chosen elsewhere, and this search."""
    shown = {hit.id for hit in page.hits}
    elsewhere = [one for one in here.values.get(chosen.NAME, ()) if one not in shown]
    return {
        "elsewhere": elsewhere,
        "elsewhere_text": written(len(elsewhere)),
        "clear_url": here.without(chosen.NAME).url,
        "search": urlencode(here.without(chosen.NAME, "page").pairs()),
        "most": written(chosen.MOST),
    }


def numbers_read(form: CriteriaForm) -> dict[str, str]:
    """What stands in the fields of numbers: how each was read, in the marks of the language."""
    read = {name: form.cleaned_data.get(name) for name in DECIMAL_FIELDS}
    return {name: as_read(value) for name, value in read.items() if value is not None}


def cleared(criteria: Criteria, here: SearchAddress) -> SearchAddress:
    """Without what the chips stand for; words, the tab's kind, order and view stay."""
    kept = {"q", "view", "ordering", "page_size", chosen.NAME} | (
        {"kind"} if len(criteria.kind) == 1 else set()
    )
    return here.without(*(name for name in here.values if name not in kept))


def errors(form: CriteriaForm, on_page: Container[str]) -> list[dict[str, Any]]:
    """What made no sense, with the id of its field where the page has one.

    Context of components/error_summary.html.
    """
    found: list[dict[str, Any]] = []
    for field in form:
        target = field.auto_id if field.name in on_page else ""
        if field.name == "q":
            target = SEARCH_BOX
        found += [{"id": target, "label": field.label, "text": text} for text in field.errors]
    return found


def certainty(page: Page) -> str:
    """How many of the hits shown only may fit; nothing when all surely do."""
    maybe = sum(not hit.certain for hit in page.hits)
    if not maybe:
        return ""
    return _("%(maybe)s of those shown only may fit") % {"maybe": written(maybe)}


def views(here: SearchAddress, view: str) -> list[dict[str, Any]]:
    """Context of components/switch.html; a list is what you get without asking."""
    labels = {"list": _("List"), "map": _("Map"), "table": _("Table")}
    return [
        {
            "label": labels[name],
            "icon": name,
            "url": here.with_("view", *([name] if name != "list" else [])).url,
            "current": name == view,
        }
        for name in VIEWS
    ]


def orderings(criteria: Criteria) -> list[dict[str, Any]]:
    """Those that make sense here: by distance needs a place, by match needs words, by tonnes
    one material."""
    needs = {
        "relevance": bool(criteria.q),
        "distance": criteria.near is not None,
        "tonnes": criteria.is_weighed,
    }
    labels = {**ORDERINGS, "tonnes": _("Most tonnes of %s first") % weighed_name(criteria)}
    return [
        {"value": name, "label": label, "chosen": name == criteria.ordering}
        for name, label in labels.items()
        if needs.get(name, True)
    ]


def pages(here: SearchAddress, criteria: Criteria, total: int) -> dict[str, Any]:
    """Context of components/pagination.html."""
    size, number = criteria.page_size, criteria.page
    last = max(1, -(-total // size))
    shown = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    numbers: list[dict[str, Any]] = []
    for previous, this in zip([0, *shown], shown, strict=False):
        if this - previous > 1:
            numbers.append({"number": None})
        url = here.with_("page", str(this)).url
        numbers.append({"number": this, "url": url, "current": this == number})
    return {
        "first": criteria.offset + 1,
        "last": min(criteria.offset + size, total),
        "previous_url": here.with_("page", str(number - 1)).url if 1 < number <= last else "",
        "next_url": here.with_("page", str(number + 1)).url if number < last else "",
        "first_url": here.with_("page").url,
        "pages": numbers if last > 1 else [],
    }


def exports(here: SearchAddress) -> list[dict[str, str]]:
    """Files of the same search, in those formats that this installation offers."""
    pairs = here.without("view", "page", "page_size", chosen.NAME).pairs()
    found = []
    for label, name in EXPORTS.items():
        try:
            found.append({"label": label, "url": address(name, pairs)})
        except NoReverseMatch:
            continue
    return found
