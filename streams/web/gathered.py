"""Listings of one place by kind: tables, what their amounts come to, and who is there."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from streams.catalogue.search import Hit
from streams.measures import YEARLY
from streams.quantities.intervals import Interval
from streams.vocabulary import Kind
from streams.web.cards import quantities, volume
from streams.web.facts import Shown, bars
from streams.web.hit_table import CHEMICAL, LOCK, MOST_CONSTITUENTS
from streams.web.kinds import ICONS
from streams.web.names import current_names
from streams.web.numbers import at_least_text, written

DIGITS = 3


def groups(hits: Sequence[Hit], *, with_owner: bool) -> list[Shown]:
    """A table for each kind that there is, with its total."""
    return [
        group(kind, [hit for hit in hits if hit.kind == kind], with_owner)
        for kind in kinds_of(hits)
    ]


def kinds_of(hits: Iterable[Hit]) -> list[Kind]:
    there = {hit.kind for hit in hits}
    return [kind for kind in Kind if kind in there]


def kinds_shown(hits: Iterable[Hit]) -> list[Shown]:
    """What the shapes on the map mean."""
    return [{"kind": kind.value, "label": kind.label} for kind in kinds_of(hits)]


def group(kind: Kind, hits: Sequence[Hit], with_owner: bool) -> Shown:
    return {
        "kind": kind.value,
        "icon": ICONS[kind],
        "title": kind.label,
        "totals": totals(kind, hits),
        "columns": columns(kind, with_owner),
        "rows": [row(kind, hit, with_owner) for hit in hits],
    }


def columns(kind: Kind, with_owner: bool) -> list[Shown]:
    """Context of components/table.html."""
    told = {Kind.HEAT: _("Temperature and capacity"), Kind.GAS: _("Concentration")}
    found: list[Shown] = [
        {"label": _("Title")},
        {"label": YEARLY[kind][0].label, "numeric": True},
        {"label": told.get(kind, _("Main constituents"))},
    ]
    if kind is Kind.DEPOSIT:
        found.append({"label": _("Amount in place"), "numeric": True})
    if with_owner:
        found.append({"label": _("Owner")})
    return [*found, {"label": _("Confirmed"), "numeric": True}]


def row(kind: Kind, hit: Hit, with_owner: bool) -> list[Any]:
    facts, amount = hit.facts, volume(hit)
    material = current_names().material(facts["listing"].get("material"))
    told = constituents(facts) if kind in CHEMICAL else quantities(facts)
    cells: list[Any] = [
        {"text": hit.title, "url": reverse("record", args=[hit.id]), "note": material},
        {"text": amount["text"], "numeric": True} if amount else {**LOCK, "numeric": True},
        {"lines": told} if told else LOCK,
    ]
    if kind is Kind.DEPOSIT:
        [*stock] = quantities(facts)
        cells.append({"text": stock[0], "numeric": True} if stock else {**LOCK, "numeric": True})
    if with_owner:
        cells.append(facts.get("owner", {}).get("name") or LOCK)
    return [*cells, {"text": str(facts["listing"].get("confirmed") or "–"), "numeric": True}]


def constituents(facts: Mapping[str, Any]) -> list[str]:
    shown = bars(facts.get("composition", {}))[:MOST_CONSTITUENTS]
    return [f"{bar['label']} {bar['text']}" for bar in shown]


def totals(kind: Kind, hits: Sequence[Hit]) -> list[str]:
    """What the shown amounts come to, and how many listings show none."""
    yearly = [hit.facts.get(YEARLY[kind][0].value) for hit in hits]
    found = [said(yearly, YEARLY[kind][1].unit, _("In all %s a year"))]
    if kind is Kind.DEPOSIT:
        stock = [hit.facts.get("stock", {}).get("stock") for hit in hits]
        found.append(said(stock, "t", _("In all %s in place")))
    return [text for text in found if text]


def said(facts: Sequence[Mapping[str, Any] | None], unit: str, words: str) -> str:
    """ "In all at least 12 000 t a year, without 2 that do not show it"; "" where none shows."""
    known = [Interval.from_json(fact) for fact in facts if fact is not None]
    if not known:
        return ""
    text = words % lowered(at_least_text({**summed(known).as_json(), "unit": unit}))
    lacking = len(facts) - len(known)
    if not lacking:
        return text
    without = ngettext(
        "without %s that does not show it", "without %s that do not show it", lacking
    )
    return f"{text}, {without % written(lacking)}"


def summed(amounts: Sequence[Interval]) -> Interval:
    """Exact when all are; else rounded outwards."""
    first, *others = amounts
    total = sum(others, first)
    return total if total.is_point else total.rounded_outwards(DIGITS)


def lowered(text: str) -> str:
    """As the words stand inside a sentence."""
    return text[:1].lower() + text[1:]


def owners(hits: Iterable[Hit]) -> list[Shown]:
    """Companies by name with their number of listings, and last those that are not named."""
    counts = Counter(hit.facts.get("owner", {}).get("name") or "" for hit in hits)
    unnamed = counts.pop("", 0)
    named = [{"name": name, "text": number_of(counts[name])} for name in sorted(counts)]
    return [*named, *([{"name": "", "text": number_of(unnamed)}] if unnamed else [])]


def number_of(count: int) -> str:
    return ngettext("%s listing", "%s listings", count) % written(count)
