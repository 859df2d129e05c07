"""The one numeric type: a closed interval. A value, a range and a band are all of this type."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self


class IntervalError(ValueError):
    """Not an interval: reversed, or not a number."""


@dataclass(frozen=True, slots=True)
class Interval:
    """[low, high]; infinite ends mean unbounded. Unknown is None, never an interval.

    Raises IntervalError when low > high or either end is NaN.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high):
            raise IntervalError("not a number")
        if self.low > self.high or self.low == math.inf or self.high == -math.inf:
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
        return Interval(self.low + other.low, self.high + other.high)

    def scaled(self, factor: float) -> "Interval":
        """Multiplied by a number >= 0."""
        if factor < 0:
            raise IntervalError("factor below zero")
        return Interval(_product(self.low, factor), _product(self.high, factor))

    def times(self, other: "Interval") -> "Interval":
        """Every product of a number here and a number there."""
        ends = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def contains(self, other: "Interval") -> bool:
        return self.low <= other.low and other.high <= self.high

    def may_reach(self, minimum: float | None = None, maximum: float | None = None) -> bool:
        """Whether some number here lies within the asked limits."""
        return (minimum is None or self.high >= minimum) and (
            maximum is None or self.low <= maximum
        )

    def surely_within(self, minimum: float | None = None, maximum: float | None = None) -> bool:
        """Whether every number here lies within the asked limits."""
        return (minimum is None or self.low >= minimum) and (
            maximum is None or self.high <= maximum
        )

    def rounded_outwards(self, digits: int = 2) -> "Interval":
        """To `digits` significant digits, low downwards and high upwards."""
        return Interval(_round(self.low, digits, math.floor), _round(self.high, digits, math.ceil))


def _finite(value: float) -> float | None:
    return None if math.isinf(value) else value


def _product(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b


def _round(value: float, digits: int, direction: Callable[[float], int]) -> float:
    if value == 0 or math.isinf(value):
        return value
    exponent = math.floor(math.log10(abs(value))) - digits + 1
    steps = value / 10.0**exponent
    nearest = round(steps)
    if not math.isclose(steps, nearest, rel_tol=1e-12):
        nearest = direction(steps)
    return float(f"{nearest}e{exponent}")
