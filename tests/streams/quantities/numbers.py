"""Numbers and intervals as hypothesis draws them, and what counts as lying inside."""

import math

from hypothesis import strategies as st

from streams.quantities.intervals import Interval

NOISE = 1e-12
ordinary = st.floats(-1e9, 1e9)
positive = st.floats(0, 1e9)
any_number = st.floats(allow_nan=False, allow_infinity=False)


def between(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[Interval]:
    """Intervals with both ends from these numbers; a point now and then."""
    points = numbers.map(Interval.point)
    ranges = st.tuples(numbers, numbers).map(lambda ends: Interval(min(ends), max(ends)))
    return points | ranges


def half_open(interval: Interval) -> Interval:
    return Interval(interval.low, math.inf)


intervals = between(ordinary)
amounts = between(positive) | between(positive).map(half_open)
shares = between(st.floats(0, 100))


@st.composite
def held(draw: st.DrawFn, whole: st.SearchStrategy[Interval]) -> tuple[Interval, float]:
    """An interval and a number in it."""
    interval = draw(whole)
    return interval, draw(st.floats(interval.low, min(interval.high, 1e12)))


def encloses(outer: Interval, inner: Interval) -> bool:
    """As contains, but for the noise of arithmetic, which `rounded_outwards` takes away."""
    return (
        outer.low <= _raised(inner.low, 1 + NOISE) and _raised(outer.high, 1 + NOISE) >= inner.high
    )


def _raised(end: float, factor: float) -> float:
    """A little higher, on either side of zero."""
    return end * factor if end > 0 else end / factor
