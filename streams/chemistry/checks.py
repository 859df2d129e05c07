"""Whether an analysis can be true: errors and notes for people, each naming its constituent."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.formats import number_format
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
from streams.chemistry.formulas import FormulaError
from streams.chemistry.stoichiometry import contributions
from streams.quantities.intervals import Interval

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
    return number_format(f"{value:.6g}") if isinstance(value, float) else value


@dataclass(frozen=True, slots=True)
class StatedConstituent:
    """A row as somebody wrote it: not yet known to be a substance or an interval."""

    substance: str
    low: float
    high: float
    unit: str = PERCENT
    basis: str = DRY


def read_composition(
    rows: Sequence[StatedConstituent], moisture: Interval | None = None
) -> tuple[list[ConstituentValue], list[Problem]]:
    """Rows as values, with every problem of each row and of the whole; never raises.

    Rows with an error of their own are left out of the values.
    """
    values: list[ConstituentValue] = []
    problems: list[Problem] = []
    for row in rows:
        wrong = _row_problem(row)
        if wrong is not None:
            problems.append(wrong)
            continue
        values.append(
            ConstituentValue(row.substance, Interval(row.low, row.high), row.unit, row.basis)
        )
    return values, problems + check_composition(values, moisture)


def _row_problem(row: StatedConstituent) -> Problem | None:
    if math.isnan(row.low) or math.isnan(row.high) or row.low == math.inf:
        return Problem(row.substance, "number", _("%(name)s: this is not a number."))
    if row.low > row.high:
        message = _("%(name)s: the lowest value, %(low)s, is above the highest, %(high)s.")
        return Problem(row.substance, "reversed", message, {"low": row.low, "high": row.high})
    if row.high == -math.inf:
        return Problem(row.substance, "number", _("%(name)s: this is not a number."))
    return None


def check_composition(
    values: Sequence[ConstituentValue], moisture: Interval | None = None
) -> list[Problem]:
    """Every problem of one analysis. Never raises.

    `moisture` in wt% as delivered lets dry and wet values be summed together; without it an
    analysis's own moisture row is used.
    """
    problems: list[Problem] = []
    sound: list[ConstituentValue] = []
    for value in values:
        found = list(_value_problems(value))
        problems += found
        if not found:
            sound.append(value)
    return [*problems, *_duplicates(sound), *_sum_problems(sound, moisture), *_overlaps(sound)]


def _value_problems(value: ConstituentValue) -> Iterator[Problem]:
    name = value.substance
    try:
        name = str(value.species.name)
    except FormulaError as error:
        text = str(error.message)
        yield Problem(name, "substance", error.message, error.params)
        del text
        return
    if value.unit not in {PERCENT, MILLIGRAMS}:
        yield Problem(name, "unit", _("%(name)s: the unit must be wt%% or mg/kg."))
        return
    if value.basis not in {DRY, WET}:
        yield Problem(name, "basis", _("%(name)s: say whether it is of dry matter."))
    yield from _limit_problems(name, value)


def _limit_problems(name: str, value: ConstituentValue) -> Iterator[Problem]:
    percent = value.percent
    if percent.low < 0 and value.species.key != "loi":
        message = _("%(name)s: %(low)s wt%% is below zero.")
        yield Problem(name, "negative", message, {"low": percent.low})
    if percent.low > 100 or 100 < percent.high < math.inf:
        message = _("%(name)s: %(high)s wt%% is more than everything there is.")
        yield Problem(name, "over_100", message, {"high": percent.high})


def _duplicates(values: Sequence[ConstituentValue]) -> list[Problem]:
    """A substance that stands twice in one analysis, perhaps under two names."""
    counts = Counter(value.species.key for value in values)
    message = _("%(name)s is given more than once.")
    return [Problem(_name_of(values, key), "twice", message) for key, n in counts.items() if n > 1]


def _name_of(values: Sequence[ConstituentValue], key: str) -> str:
    return next(value.substance for value in values if value.species.key == key)


def _sum_problems(values: Sequence[ConstituentValue], moisture: Interval | None) -> list[Problem]:
    """Lower ends that together are more than everything; names the largest of them."""
    counted = [value for value in values if value.species.counts_in_sum]
    water = moisture or stated_moisture(values)
    bases = {value.basis for value in counted}
    if len(bases) > 1 and water is not None:
        counted = [on_basis(value, DRY, water) for value in counted]
    sums: dict[str, float] = defaultdict(float)
    for value in counted:
        sums[value.basis] += value.percent.low
    largest = max(counted, key=lambda value: value.percent.low, default=None)
    message = _("%(name)s and the others are together at least %(sum)s wt%%, more than all.")
    return [
        Problem(largest.substance, "sum", message, {"sum": total})
        for total in sums.values()
        if largest is not None and total > 100 + TOLERANCE
    ]


def _overlaps(values: Sequence[ConstituentValue]) -> list[Problem]:
    """Notes about an element that two constituents tell of, such as Fe beside Fe2O3."""
    single = {value.species.key: value for value in values if len(value.species.gives) == 1}
    message = _("%(name)s is counted beside %(other)s, which holds the same element.")
    return [
        Problem(value.substance, "overlap", message, {"other": other.substance}, "note")
        for key, value in single.items()
        for other in values
        if other is not value and key in contributions(other) and len(other.species.gives) > 1
    ]
