"""The one numeric type: a closed interval. A value, a range and a band are all of this type."""

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Self

NOISE = Decimal("1e-12")
"""Share of a value within which a computed number counts as the round one beside it."""


class IntervalError(ValueError):
    """Not an interval: reversed, or not a number."""


@dataclass(frozen=True, slots=True)
class Interval:
    """[low, high]; infinite ends mean unbounded. Unknown is None, never an interval.

    Raises IntervalError when low > high or either end is NaN. Arithmetic on intervals never
    raises for being too large: an end that no float can hold is moved outwards.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if self.low <= self.high and self.low < math.inf and self.high > -math.inf:
            return
        if math.isnan(self.low) or math.isnan(self.high):
            raise IntervalError("not a number")
        raise IntervalError(f"{self.low} is above {self.high}")

    @classmethod
    def point(cls, value: float) -> Self:
        return cls(value, value)

    @classmethod
    def from_json(cls, data: Mapping[str, float | None]) -> Self:
        """Read {"low", "high"}, where null means unbounded on that side."""
        low, high = data["low"], data["high"]
        return cls(-math.inf if low is None else low, math.inf if high is None else high)

    def as_json(self) -> dict[str, float | None]:
        return {"low": _finite(self.low), "high": _finite(self.high)}

    @property
    def is_point(self) -> bool:
        return self.low == self.high

    def __add__(self, other: "Interval") -> "Interval":
        return _outwards(self.low + other.low, self.high + other.high)

    def scaled(self, factor: float) -> "Interval":
        """Multiplied by a finite number >= 0. Raises IntervalError for any other factor."""
        if not 0 <= factor < math.inf:
            raise IntervalError("the factor is no finite number from zero upwards")
        return _outwards(_product(self.low, factor), _product(self.high, factor))

    def times(self, other: "Interval") -> "Interval":
        """Every product of a number here and a number there."""
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return _outwards(min(ends), max(ends))

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def contains(self, other: "Interval") -> bool:
        return self.low <= other.low and other.high <= self.high

    def rounded_outwards(self, digits: int = 2) -> "Interval":
        """To `digits` significant digits, low downwards and high upwards.

        What differs from a round number by no more than the noise of arithmetic is that number:
        7.000000000000001 is 7, not 7.1.
        """
        return _outwards(
            _round(self.low, digits, ROUND_FLOOR), _round(self.high, digits, ROUND_CEILING)
        )


def _finite(value: float) -> float | None:
    return None if math.isinf(value) else value


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _outwards(low: float, high: float) -> Interval:
    """The interval of two computed ends, when one of them may have grown beyond any float."""
    return Interval(min(low, sys.float_info.max), max(high, -sys.float_info.max))


def _round(value: float, digits: int, direction: str) -> float:
    if value == 0 or math.isinf(value):
        return value
    exact = Decimal(value)
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    nearest = exact.quantize(step)
    if abs(nearest - exact) > abs(exact) * NOISE:
        nearest = exact.quantize(step, rounding=direction)
    return float(nearest)
