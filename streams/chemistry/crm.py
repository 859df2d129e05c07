"""Critical raw materials that a composition carries: in which species, and from which content.

Rules are reference data in data/carriers.csv, each with its source. Coking coal and helium have
no rule, since no analysis of a solid shows them.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from importlib.resources import files

from streams.chemistry.composition import ConstituentValue, capped
from streams.chemistry.stoichiometry import contributions
from streams.quantities.intervals import Interval


@dataclass(frozen=True, slots=True)
class Carrier:
    """A critical raw material counts by its elements, or by certain species, from minimum wt%."""

    code: str
    species: frozenset[str]
    elements: frozenset[str]
    minimum: float
    source: str


@dataclass(frozen=True, slots=True)
class CrmContent:
    """wt% of a critical raw material; `certain` when even the low end reaches the minimum."""

    code: str
    interval: Interval
    certain: bool


@lru_cache
def carriers() -> tuple[Carrier, ...]:
    """All rules, by code."""
    with files("streams.chemistry").joinpath("data/carriers.csv").open(encoding="utf-8") as lines:
        return tuple(_carrier(row) for row in csv.DictReader(lines))


def crm_contents(values: Sequence[ConstituentValue]) -> list[CrmContent]:
    """What may be there at or above its minimum. Wider input never makes a content narrower."""
    found = [(carrier, _content(carrier, values)) for carrier in carriers()]
    return [
        CrmContent(carrier.code, content, content.low >= carrier.minimum)
        for carrier, content in found
        if content is not None and content.high >= carrier.minimum
    ]


def contained_tonnes(volume: Interval, content: Interval) -> Interval:
    """Tonnes a year from tonnes a year and wt%, rounded outwards to two significant digits."""
    return volume.times(content).scaled(0.01).rounded_outwards(2)


def _content(carrier: Carrier, values: Sequence[ConstituentValue]) -> Interval | None:
    shares = [share for value in values for share in _shares(carrier, value)]
    return capped(reduce(Interval.__add__, shares)) if shares else None


def _shares(carrier: Carrier, value: ConstituentValue) -> list[Interval]:
    if carrier.species:
        return [value.percent] if value.species.key in carrier.species else []
    gives = contributions(value)
    return [gives[element] for element in sorted(carrier.elements & gives.keys())]


def _carrier(row: dict[str, str]) -> Carrier:
    return Carrier(
        code=row["crm"],
        species=frozenset(filter(None, row["species"].split("|"))),
        elements=frozenset(filter(None, row["elements"].split("|"))),
        minimum=float(row["minimum_wt"]),
        source=row["source"],
    )
