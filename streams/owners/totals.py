"""What a company's published listings come to: tonnes, energy, critical raw materials."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from streams.owners.listing_table import Row
from streams.quantities.intervals import Interval
from streams.vocabulary import Kind
from streams.web.names import current_names
from streams.web.numbers import at_least_text, interval_text, with_unit, written

DIGITS = 3


def figures(rows: Sequence[Row]) -> list[dict[str, str]]:
    """Context of components/key_figures.html; figures that nothing is known of are left out."""
    tonnes, energy = yearly(rows, Kind.MATERIAL), yearly(rows, Kind.HEAT)
    gas, held = yearly(rows, Kind.GAS), summed(critical_amounts(rows).values())
    texts = [
        (range_text(tonnes, "t"), _("of side-streams a year")),
        (range_text(energy, "GWh"), _("of waste heat a year")),
        (range_text(gas, "t"), _("of CO₂ and other gases a year")),
        (critical_text(held), _("of critical raw materials a year")),
    ]
    count = len(rows)
    listings = ngettext("published listing", "published listings", count)
    return [
        {"value": written(count), "text": listings},
        *({"value": value, "text": text} for value, text in texts if value),
    ]


def yearly(rows: Iterable[Row], kind: Kind) -> Interval | None:
    """Listings without an amount count for nothing; one without an upper end as its lower."""
    return summed(
        Interval(entry.volume_low, max(entry.volume_high or 0.0, entry.volume_low))
        for entry in (row.entry for row in rows)
        if entry.kind == kind and entry.volume_low is not None
    )


def range_text(total: Interval | None, unit: str) -> str:
    """A range is rounded outwards; what is known exactly is said as it is."""
    if total is None:
        return ""
    shown = total if total.low == total.high else total.rounded_outwards(DIGITS)
    return with_unit(interval_text(shown.low, shown.high), unit)


def critical_text(total: Interval | None) -> str:
    return at_least_text({**total.rounded_outwards(DIGITS).as_json(), "unit": "t"}) if total else ""


def critical(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Tonnes a year of each critical raw material in everything published, largest first."""
    names = current_names()
    ordered = sorted(critical_amounts(rows).items(), key=lambda one: (-one[1].low, -one[1].high))
    return [
        {
            "symbol": names.critical_symbol(code),
            "name": names.critical_name(code),
            "text": critical_text(amount),
        }
        for code, amount in ordered
    ]


def critical_amounts(rows: Iterable[Row]) -> dict[str, Interval]:
    found: dict[str, Interval] = {}
    for row in rows:
        for fact in row.entry.facts.get("crm", []):
            if "tonnes" in fact:
                amount = Interval.from_json(fact["tonnes"])
                before = found.get(fact["code"])
                found[fact["code"]] = before + amount if before else amount
    return found


def summed(amounts: Iterable[Interval]) -> Interval | None:
    total: Interval | None = None
    for amount in amounts:
        total = amount if total is None else total + amount
    return total
