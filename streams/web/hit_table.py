"""Hits as rows of the one table, with column headings that order them."""

from collections.abc import Container, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from streams.catalogue.criteria import Criteria
from streams.catalogue.search import Hit
from streams.vocabulary import Kind
from streams.web.addresses import SearchAddress
from streams.web.cards import place_text, volume
from streams.web.chips import weighed_name
from streams.web.facts import bars
from streams.web.names import current_names
from streams.web.numbers import at_least_text

LOCK = {"kind": "lock"}
MOST_CONSTITUENTS = 3
CHEMICAL = (Kind.MATERIAL, Kind.DEPOSIT)
DIRECTIONS = {
    "title": "ascending",
    "volume": "descending",
    "tonnes": "descending",
    "date": "descending",
}


def columns(here: SearchAddress, criteria: Criteria) -> list[dict[str, Any]]:
    """Context of components/table.html."""
    return [
        _column(_("Title"), here, criteria, "title"),
        _column(_("Amount per year"), here, criteria, "volume", numeric=True),
        *weighed_columns(here, criteria),
        {"label": _("Owner")},
        {"label": _("Place")},
        {"label": _("Main constituents")},
        {"label": _("Confirmed"), "numeric": True},
    ]


def weighed_columns(here: SearchAddress, criteria: Criteria) -> list[dict[str, Any]]:
    """Tonnes of the one material that was searched for."""
    if not criteria.is_weighed:
        return []
    label = _("%s per year") % weighed_name(criteria)
    return [_column(label, here, criteria, "tonnes", numeric=True)]


def _column(
    label: str, here: SearchAddress, criteria: Criteria, ordering: str, *, numeric: bool = False
) -> dict[str, Any]:
    chosen = criteria.ordering == ordering
    return {
        "label": label,
        "numeric": numeric,
        "sort_url": here.with_("ordering", ordering).url,
        "sorted": DIRECTIONS[ordering] if chosen else "",
    }


def table_rows(
    hits: Sequence[Hit], criteria: Criteria, picked: Container[str] = ()
) -> list[list[Any]]:
    """`picked` are ids of listings that were chosen to be compared."""
    return [with_choice(row(hit, criteria), hit, hit.id in picked) for hit in hits]


def with_choice(cells: list[Any], hit: Hit, is_picked: bool) -> list[Any]:
    """With the box by which the hit is chosen, under its title."""
    title, *others = cells
    choice = {"id": hit.id, "title": hit.title, "chosen": is_picked}
    return [{**title, "choice": choice}, *others]


def row(hit: Hit, criteria: Criteria) -> list[Any]:
    facts, amount = hit.facts, volume(hit)
    material = current_names().material(facts["listing"].get("material"))
    note = " · ".join(part for part in (material, "" if hit.certain else _("maybe")) if part)
    constituents = bars(facts.get("composition", {}))[:MOST_CONSTITUENTS]
    parts = [f"{bar['label']} {bar['text']}" for bar in constituents]
    return [
        {"text": hit.title, "url": reverse("record", args=[hit.id]), "note": note},
        {"text": amount["text"], "numeric": True} if amount else {**LOCK, "numeric": True},
        *([contained_cell(hit)] if criteria.is_weighed else []),
        _or_lock(facts.get("owner", {}).get("name")),
        _or_lock(place_text(facts.get("place", {}))),
        _or_lock(parts and {"lines": parts}) if hit.kind in CHEMICAL else "–",
        {"text": str(facts["listing"].get("confirmed") or "–"), "numeric": True},
    ]


def contained_cell(hit: Hit) -> Any:
    cell = {"text": at_least_text(hit.contained)} if hit.contained else LOCK
    return {**cell, "numeric": True}


def _or_lock(cell: Any) -> Any:
    return cell or LOCK
