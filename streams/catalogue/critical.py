"""Critical raw materials of an entry, never sharper than what the same entry shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.numbers import Fact, number
from streams.catalogue.source import Part, Source
from streams.chemistry.composition import DRY, WET, ConstituentValue, stated_moisture, to_wet
from streams.chemistry.crm import CrmContent, contained_tonnes, crm_contents
from streams.disclosure import Field
from streams.quantities.bands import WEIGHT_PERCENT
from streams.quantities.intervals import Interval

ANY_MOISTURE = Interval(0.0, 100.0)
"""wt% as delivered, where an entry shows none: all of it may be water, and none."""


def values_of(facts: Sequence[Fact], basis: str) -> tuple[ConstituentValue, ...]:
    """An entry's own constituents as chemistry takes them; its bands are intervals like others."""
    return tuple(
        ConstituentValue(fact["substance"], Interval(fact["low"], fact["high"]), "wt%", basis)
        for fact in facts
    )


def critical_facts(source: Source, tier: Tier, facts: Mapping[str, Any]) -> list[Fact]:
    """One fact for each critical raw material, with tonnes a year where the volume shows.

    Exact: from the register. In bands: from the constituents that this entry shows, and where it
    shows none, the bands of what the register holds. `facts` are those of the entry so far.
    """
    precision = source.policy.precision(Field.CRM, tier)
    if precision is None or source.analysis is None:
        return []
    basis, shown = source.analysis.basis, shown_parts(facts)
    volume = analysed_volume(facts)
    if precision == "exact" or not shown:
        contents = crm_contents(register_values(source.parts, basis))
    else:
        contents = crm_contents(values_of(shown, basis))
    return [critical_fact(content, precision, bool(shown), volume) for content in contents]


def register_values(parts: Sequence[Part], basis: str) -> tuple[ConstituentValue, ...]:
    return tuple(ConstituentValue(part.substance, part.share, "wt%", basis) for part in parts)


def analysed_volume(facts: Mapping[str, Any]) -> Interval | None:
    """t/yr of what the shares are shares of, as far as the entry's own facts tell.

    Volumes are as delivered. Of an analysis of dry matter the moisture is taken away that the
    entry shows, among its properties or its constituents. Where it shows none, nothing is
    certain but that there is no more dry matter than is delivered; where it does not show
    whether shares are of dry matter, both are possible.
    """
    if (volume := facts.get("volume")) is None:
        return None
    amount, basis = Interval.from_json(volume), shown_basis(facts)
    if basis == WET:
        return amount
    dry = to_wet(amount, shown_moisture(facts) or ANY_MOISTURE)
    return dry if basis == DRY else dry.hull(amount)


def shown_basis(facts: Mapping[str, Any]) -> str | None:
    """Whether the entry's shares are of dry matter or as delivered, where it shows any."""
    bases = [facts[key]["basis"] for key in ("composition", "traces") if key in facts]
    return bases[0] if bases else None


def shown_moisture(facts: Mapping[str, Any]) -> Interval | None:
    """wt% as delivered; None, too, for one that leaves no dry matter to take shares of."""
    if fact := facts.get("properties", {}).get("moisture"):
        found: Interval | None = Interval.from_json(fact)
    else:
        found = stated_moisture(values_of(shown_parts(facts), WET))
    return found if found is not None and 0 <= found.low < 100 else None


def shown_parts(facts: Mapping[str, Any]) -> list[Fact]:
    """The constituents that an entry shows."""
    return [row for key in ("composition", "traces") for row in facts.get(key, {}).get("parts", [])]


def critical_fact(
    content: CrmContent, precision: str, from_shown: bool, volume: Interval | None
) -> Fact:
    """Code, share of weight and tonnes a year; bands are bands, sums of bands are rounded out."""
    if precision == "exact":
        share = number(content.interval, WEIGHT_PERCENT, "exact")
    elif from_shown:
        share = number(content.interval.rounded_outwards(2), WEIGHT_PERCENT, "exact")
        share["precision"] = "band"
    else:
        share = number(content.interval, WEIGHT_PERCENT, "coarse")
    fact = {"code": content.code, **share}
    if volume is not None:
        fact["tonnes"] = tonnes(volume, Interval.from_json(share))
    return fact


def tonnes(volume: Interval, share: Interval) -> Fact:
    """Follows from the entry's own facts, hence neither the owner's value nor a fixed band."""
    shown = contained_tonnes(volume, share).as_json()
    return {**shown, "unit": "t/yr", "precision": "calculated"}
