"""Shares of weight: units, dry and as delivered. Anybody may call."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from streams.chemistry.species import Species, resolve
from streams.quantities.intervals import Interval

PERCENT, MILLIGRAMS = "wt%", "mg/kg"
DRY, WET = "dry", "wet"
MILLIGRAMS_PER_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class ConstituentValue:
    """A substance and its share of weight.

    `substance` is anything that `resolve` reads; `unit` is "wt%" or "mg/kg"; `basis` is "dry"
    (of dry matter) or "wet" (as delivered).
    """

    substance: str
    interval: Interval
    unit: str = PERCENT
    basis: str = DRY

    @property
    def species(self) -> Species:
        """Raises FormulaError."""
        return resolve(self.substance)

    @property
    def percent(self) -> Interval:
        """Share of weight in wt%. Raises ValueError for any other unit than the two."""
        return to_percent(self.interval, self.unit)


def to_percent(interval: Interval, unit: str) -> Interval:
    """From wt% or mg/kg to wt%."""
    if unit == PERCENT:
        return interval
    if unit != MILLIGRAMS:
        raise ValueError(f"{unit} is neither wt% nor mg/kg")
    return Interval(
        interval.low / MILLIGRAMS_PER_PERCENT, interval.high / MILLIGRAMS_PER_PERCENT
    )  # fmt: skip


def to_wet(dry: Interval, moisture: Interval) -> Interval:
    """From wt% of dry matter to wt% as delivered; moisture in wt% as delivered."""
    return dry.times(_dry_matter(moisture))


def to_dry(wet: Interval, moisture: Interval) -> Interval:
    """From wt% as delivered to wt% of dry matter; moisture in wt% as delivered.

    No upper bound other than 100 remains where the sample may be nothing but water.
    """
    matter = _dry_matter(moisture)
    inverse = Interval(1 / matter.high, 1 / matter.low if matter.low > 0 else math.inf)
    return capped(wet.times(inverse))


def _dry_matter(moisture: Interval) -> Interval:
    """Share of dry matter, 0 to 1. Raises ValueError where there can be none."""
    if moisture.low < 0 or moisture.low >= 100:
        raise ValueError("moisture is at least 0 and below 100 wt%")
    return Interval(max(0.0, 1 - moisture.high / 100), 1 - moisture.low / 100)


def on_basis(value: ConstituentValue, basis: str, moisture: Interval) -> ConstituentValue:
    """The same amount in wt% of dry matter or as delivered."""
    percent = value.percent
    if value.basis != basis:
        percent = (to_wet if basis == WET else to_dry)(percent, moisture)
    return replace(value, interval=percent, unit=PERCENT, basis=basis)


def stated_moisture(values: Iterable[ConstituentValue]) -> Interval | None:
    """The moisture that an analysis itself gives, in wt% as delivered; else what its dry matter
    leaves of a hundred.
    """
    rows = {one.species.key: one.percent for one in values}
    if "moisture" in rows or "dry_matter" not in rows:
        return rows.get("moisture")
    dry = capped(rows["dry_matter"])
    return Interval(100 - dry.high, 100 - dry.low)


def common_basis(values: Sequence[ConstituentValue]) -> str:
    """The basis that all the values share. Raises ValueError when they do not."""
    bases = {one.basis for one in values if one.species.key != "moisture"}
    if len(bases) > 1:
        raise ValueError("values of dry matter and as delivered cannot be added up")
    return bases.pop() if bases else DRY


def capped(percent: Interval) -> Interval:
    """Without what lies above 100 wt%, which no substance can be."""
    return Interval(percent.low, max(percent.low, min(percent.high, 100.0)))
