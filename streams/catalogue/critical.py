"""Critical raw materials of an entry, never sharper than what the same entry shows."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.contained import analysed_amount, shown_parts, tonnes, values_of
from streams.catalogue.numbers import Fact, number
from streams.catalogue.source import Part, Source
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.crm import CrmContent, crm_contents
from streams.disclosure import Field
from streams.quantities.bands import WEIGHT_PERCENT
from streams.quantities.intervals import Interval


def critical_facts(source: Source, tier: Tier, facts: Mapping[str, Any]) -> list[Fact]:
    """One fact for each critical raw material, with tonnes a year where the volume shows.

    Exact: from the register. In bands: from the constituents that this entry shows, and where it
    shows none, the bands of what the register holds. `facts` are those of the entry so far.
    """
    precision = source.policy.precision(Field.CRM, tier)
    if precision is None or source.analysis is None:
        return []
    basis, shown = source.analysis.basis, shown_parts(facts)
    volume = analysed_amount(facts.get("volume"), facts)
    if precision == "exact" or not shown:
        contents = crm_contents(register_values(source.parts, basis))
    else:
        contents = crm_contents(values_of(shown, basis))
    return [critical_fact(content, precision, bool(shown), volume) for content in contents]


def register_values(parts: Sequence[Part], basis: str) -> tuple[ConstituentValue, ...]:
    return tuple(ConstituentValue(part.substance, part.share, "wt%", basis) for part in parts)


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
