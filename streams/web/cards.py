"""A hit as templates show it: card, row of a table, short line of what is new."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext

from accounts.tiers import Tier
from streams.catalogue.criteria import Criteria
from streams.catalogue.search import Hit
from streams.measures import YEARLY
from streams.vocabulary import Kind
from streams.web.chips import weighed_name
from streams.web.facts import Facts, Shown, bars
from streams.web.maybe import why_maybe
from streams.web.names import current_names
from streams.web.numbers import at_least_text, day_text, number_text

OLD_AFTER_YEARS = 2


def card(hit: Hit, criteria: Criteria | None = None, until: datetime | None = None) -> Shown:
    """Context of components/hit_card.html."""
    facts, confirmed = hit.facts, hit.facts["listing"].get("confirmed")
    return {
        "id": hit.id,
        "kind": hit.kind,
        "over": over_text(hit),
        "url": reverse("record", args=[hit.id]),
        "title": hit.title,
        "hazardous": facts.get("classification", {}).get("hazardous"),
        "owner": facts.get("owner", {}).get("name"),
        "place": place_text(facts.get("place", {})),
        "volume": volume(hit),
        "volume_label": YEARLY[Kind(hit.kind)][0].label,
        "contained": contained(hit, criteria),
        "more": quantities(facts),
        "maybe": why_maybe(hit, criteria) if criteria and not hit.certain else None,
        "constituents": bars(facts.get("composition", {})),
        "crm": critical(facts),
        "undisclosed": None if hit.tier is Tier.OWNER else undisclosed(hit),
        "opened_until": day_text(until) if until else None,
        "own": hit.tier is Tier.OWNER,
        "confirmed": str(confirmed or ""),
        "old": bool(confirmed and confirmed < localdate().year - OLD_AFTER_YEARS),
    }


def over_text(hit: Hit) -> str:
    """What kind of thing it is: "Slag · Metal industry"."""
    names = current_names()
    material = names.material_group(hit.facts["listing"].get("material"))
    industry = names.industry(hit.facts.get("owner", {}).get("division"))
    return " · ".join(part for part in (material, industry) if part)


class HasFacts(Protocol):
    """A hit, or an entry of the catalogue itself."""

    @property
    def kind(self) -> str: ...

    @property
    def facts(self) -> Mapping[str, Any]: ...


def volume(hit: HasFacts) -> Shown | None:
    """The newest year's figure, and what the number is."""
    fact = hit.facts.get(YEARLY[Kind(hit.kind)][0].value)
    if fact is None:
        return None
    per_year = gettext("per year")
    is_band = fact["precision"] == "band"
    note = f"{per_year} · {gettext('band')}" if is_band else per_year
    return {"text": number_text(fact, short=True), "note": note, "precision": fact["precision"]}


def contained(hit: Hit, criteria: Criteria | None) -> Shown | None:
    """Tonnes of the one material that was searched for."""
    if criteria is None or hit.contained is None:
        return None
    note = gettext("%s per year") % weighed_name(criteria)
    return {"text": at_least_text(hit.contained), "note": note}


def quantities(facts: Facts) -> list[str]:
    """What matters for heat, gas and deposits: temperature, concentration, amount in place."""
    found = [
        facts.get("temperature", {}).get("temperature"),
        facts.get("capacity", {}).get("capacity"),
        facts.get("concentration", {}).get("concentration"),
        facts.get("stock", {}).get("stock"),
    ]
    return [number_text(fact) for fact in found if fact]


def place_text(place: Mapping[str, Any]) -> str:
    """ "Kvinesdal, Agder", or the county alone."""
    names = current_names()
    near = place.get("place") or names.municipality(place.get("municipality")) or place.get("site")
    county = names.county(place.get("county"))
    return ", ".join(dict.fromkeys(part for part in (near, county) if part))


def critical(facts: Facts) -> list[Shown]:
    names = current_names()
    return [
        {
            "code": row["code"],
            "symbol": names.critical_symbol(row["code"]),
            "name": names.critical_name(row["code"]),
        }
        for row in facts.get("crm", [])
    ]


def undisclosed(hit: Hit) -> str:
    """What is not disclosed, hidden and unknown alike, in one line: "Owner, place and volume"."""
    facts, field = hit.facts, YEARLY[Kind(hit.kind)][0].value
    missing = []
    if facts.get("owner", {}).get("precision") != "exact":
        missing.append(gettext("owner"))
    if facts.get("place", {}).get("precision") != "exact":
        missing.append(gettext("exact place"))
    if facts.get(field, {}).get("precision") != "exact":
        missing.append(gettext("exact amount"))
    if "composition" not in facts and hit.kind in (Kind.MATERIAL, Kind.DEPOSIT):
        missing.append(gettext("composition"))
    text = enumerated(missing)
    return text[:1].upper() + text[1:]


def enumerated(words: Iterable[str]) -> str:
    """ "owner, place and amount"."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {pgettext('last of a list', 'and')} {last}" if most else last


def news(hit: Hit) -> Shown:
    """One line of what is new."""
    shown = volume(hit)
    parts = (shown["text"] if shown else "", place_text(hit.facts.get("place", {})))
    return {
        "kind": hit.kind,
        "over": over_text(hit),
        "title": hit.title,
        "url": reverse("record", args=[hit.id]),
        "text": " · ".join(part for part in parts if part),
        "day": day_text(hit.updated_at) if isinstance(hit.updated_at, date) else "",
    }
