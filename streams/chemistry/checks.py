"""Whether an analysis can be true: errors and notes for people, each naming its constituent."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from streams.chemistry.composition import (
    DRY,
    MILLIGRAMS,
    PERCENT,
    WET,
    ConstituentValue,
    on_basis,
    stated_moisture,
)
from streams.chemistry.formulas import FormulaError, atoms
from streams.chemistry.species import Species
from streams.chemistry.totals import fullest, least_total
from streams.quantities.intervals import Interval
from streams.quantities.words import amount_said, number_said

TOLERANCE = 2.0
"""Points by which the lower ends may sum to more than 100 wt%: our own rule. Laboratories
commonly accept totals of about 98 to 102 % for a whole analysis of major oxides."""

Severity = Literal["error", "note"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (`error`) or worth a look (`note`); `text` is in the reader's language."""

    constituent: str
    code: str
    message: str | Promise
    params: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"

    @property
    def text(self) -> str:
        shown = {name: _shown(value) for name, value in self.params.items()}
        return str(self.message) % {"name": self.constituent, **shown}

    def __str__(self) -> str:
        return self.text


def _shown(value: object) -> object:
    return number_said(value) if isinstance(value, float) else value


def check_composition(
    values: Sequence[ConstituentValue], moisture: Interval | None = None
) -> list[Problem]:
    """Every problem of one analysis. Never raises.

    `moisture` in wt% as delivered lets values of dry matter and as delivered be summed together;
    without it the analysis's own moisture row is used.
    """
    problems: list[Problem] = []
    sound: list[ConstituentValue] = []
    for value in values:
        found = _value_problems(value)
        problems += found
        sound += [] if found else [value]
    return [*problems, *_duplicates(sound), *_sum_problems(sound, moisture), *_overlaps(sound)]


def _value_problems(value: ConstituentValue) -> list[Problem]:
    try:
        name = value.species.name
    except FormulaError as error:
        return [Problem(value.substance, "substance", error.message, error.params)]
    if value.unit not in {PERCENT, MILLIGRAMS}:
        return [Problem(name, "unit", _("%(name)s: the unit must be wt%% or mg/kg."))]
    if value.basis not in {DRY, WET}:
        message = _("%(name)s: say whether it is a share of dry matter or as delivered.")
        return [Problem(name, "basis", message)]
    return list(_limit_problems(name, value))


def _limit_problems(name: str, value: ConstituentValue) -> Iterator[Problem]:
    """Said in the unit that was written."""
    percent, stated = value.percent, value.interval
    if percent.low < 0:
        message = _("%(name)s: %(low)s is below zero.")
        yield Problem(name, "negative", message, {"low": amount_said(stated.low, value.unit)})
    if percent.low > 100 or 100 < percent.high < math.inf:
        most = stated.high if math.isfinite(stated.high) else stated.low
        message = _("%(name)s: %(high)s is more than everything there is.")
        yield Problem(name, "over_100", message, {"high": amount_said(most, value.unit)})


def _duplicates(values: Sequence[ConstituentValue]) -> Iterator[Problem]:
    together: dict[object, list[str]] = {}
    for value in values:
        together.setdefault(_identity(value.species), []).append(value.species.name)
    for names in together.values():
        if len(names) > 1:
            message = _("%(name)s stands %(count)d times. Keep one row.")
            name = " = ".join(dict.fromkeys(names))
            yield Problem(name, "duplicate", message, {"count": len(names)})


def _identity(species: Species) -> object:
    """Two rows of the same are one substance, whichever way its formula is written: CuCl2, Cl2Cu.

    Organic molecules of the same atoms may differ.
    """
    if species.formula is None or {"C", "H"} <= species.gives.keys():
        return species.key
    return frozenset(atoms(species.formula).items())


def _sum_problems(
    values: Sequence[ConstituentValue], moisture: Interval | None
) -> Iterator[Problem]:
    for group in _groups(values, moisture if moisture is not None else stated_moisture(values)):
        total = least_total(group)
        if total > 100 + TOLERANCE:
            message = _("%(name)s: the lowest values add up to %(total)s wt%%, more than 100.")
            yield Problem(_largest(group), "sum", message, {"total": round(total, 1)})


def _groups(
    values: Sequence[ConstituentValue], moisture: Interval | None
) -> list[list[ConstituentValue]]:
    """What may be added up: all as delivered where moisture is known, else each basis alone.

    Moisture is a share of the sample as delivered, whatever the basis of the other rows.
    """
    rows = [value for value in values if value.species.key != "moisture"]
    dry = [value for value in rows if value.basis == DRY]
    wet = [value for value in rows if value.basis == WET]
    if moisture is None or not 0 <= moisture.low < 100:
        return [dry, wet]
    if wet:
        water = ConstituentValue("moisture", moisture, PERCENT, WET)
        wet = [water, *wet, *(on_basis(value, WET, moisture) for value in dry)]
    return [dry, wet]


def _largest(values: Sequence[ConstituentValue]) -> str:
    """The three that weigh most, which is where the mistake is likely to be."""
    ordered = sorted(fullest(values), key=lambda value: -value.percent.low)
    return ", ".join(value.species.name for value in ordered[:3])


def _overlaps(values: Sequence[ConstituentValue]) -> Iterator[Problem]:
    """One note for each element that two rows may both count."""
    for element, first in {value.species.overlaps: value for value in values[::-1]}.items():
        others = [
            value.species.name
            for value in values
            if element in value.species.gives and value.species != first.species
        ]
        if element and others:
            message = _("%(name)s may count the same %(element)s as %(others)s.")
            params = {"element": element, "others": ", ".join(others)}
            yield Problem(first.species.name, "counted_twice", message, params, "note")
