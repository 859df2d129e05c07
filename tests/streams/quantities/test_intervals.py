"""Interval arithmetic never loses a number that could be meant."""

import json
import math
import sys
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.quantities.intervals import Interval, IntervalError
from tests.streams.quantities.numbers import (
    amounts,
    any_number,
    between,
    encloses,
    held,
    intervals,
    positive,
)

Held = tuple[Interval, float]


def holds(interval: Interval, number: float) -> bool:
    return interval.low <= number <= interval.high


@given(intervals, intervals)
def test_a_hull_holds_both_and_nothing_beyond_their_ends(one: Interval, other: Interval) -> None:
    hull = one.hull(other)
    assert hull.contains(one)
    assert hull.contains(other)
    assert {hull.low, hull.high} <= {one.low, one.high, other.low, other.high}
    assert hull == other.hull(one)


@given(held(intervals), held(intervals))
def test_a_sum_holds_every_sum_of_their_numbers(one: Held, other: Held) -> None:
    assert holds(one[0] + other[0], one[1] + other[1])


@given(held(intervals), held(intervals))
def test_a_product_holds_every_product_of_their_numbers(one: Held, other: Held) -> None:
    assert holds(one[0].times(other[0]), one[1] * other[1])


@given(held(amounts), held(amounts))
def test_a_product_of_unbounded_amounts_holds_every_product(one: Held, other: Held) -> None:
    assert holds(one[0].times(other[0]), one[1] * other[1])


@given(held(intervals), positive)
def test_a_scaled_interval_holds_every_scaled_number(one: Held, factor: float) -> None:
    assert holds(one[0].scaled(factor), one[1] * factor)


@given(intervals, intervals, intervals)
def test_a_wider_input_never_gives_a_narrower_result(
    one: Interval, other: Interval, more: Interval
) -> None:
    wider = one.hull(more)
    assert (wider + other).contains(one + other)
    assert wider.times(other).contains(one.times(other))
    assert wider.hull(other).contains(one.hull(other))
    assert wider.scaled(0.37).contains(one.scaled(0.37))
    assert wider.rounded_outwards(2).contains(one.rounded_outwards(2))


@given(between(any_number), between(any_number))
def test_no_number_is_too_large_to_calculate_with(one: Interval, other: Interval) -> None:
    for result in (one + other, one.times(other), one.scaled(1e300), one.rounded_outwards(3)):
        assert result.low <= result.high


@given(between(any_number), st.integers(1, 6))
def test_rounding_never_makes_an_interval_smaller(interval: Interval, digits: int) -> None:
    assert encloses(interval.rounded_outwards(digits), interval)


@given(between(st.floats(-1e6, 1e6, allow_subnormal=False)), st.integers(1, 6))
def test_a_rounded_end_has_so_many_digits_and_stays_when_rounded_again(
    interval: Interval, digits: int
) -> None:
    rounded = interval.rounded_outwards(digits)
    assert rounded.rounded_outwards(digits) == rounded
    for end in (rounded.low, rounded.high):
        assert len(Decimal(repr(end)).normalize().as_tuple().digits) <= digits


@given(between(st.floats(1, 1e6)))
def test_rounding_to_two_digits_moves_an_end_by_less_than_a_tenth(interval: Interval) -> None:
    rounded = interval.rounded_outwards(2)
    assert interval.low - rounded.low <= 0.1 * interval.low
    assert rounded.high - interval.high <= 0.1 * interval.high


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (7.000000000000001, 7, 7),
        (0.1 + 0.2, 0.3, 0.3),
        (1234.5, 1200, 1300),
        (-1234.5, -1300, -1200),
        (9.96, 9.9, 10),
        (0.00123, 0.0012, 0.0013),
        (0, 0, 0),
        (5e-324, 5e-324, 5e-324),
        (sys.float_info.max, 1.7e308, math.inf),
    ],
)
def test_ends_are_rounded_outwards_and_noise_is_no_digit(
    value: float, low: float, high: float
) -> None:
    assert Interval.point(value).rounded_outwards(2) == Interval(low, high)


@given(between(any_number) | amounts)
def test_an_interval_comes_back_from_json_as_it_was(interval: Interval) -> None:
    text = json.dumps(interval.as_json(), allow_nan=False)
    assert Interval.from_json(json.loads(text)) == interval


def test_an_unbounded_end_is_null_in_json_and_zero_is_zero() -> None:
    assert Interval(0, math.inf).as_json() == {"low": 0, "high": None}
    assert Interval.from_json({"low": None, "high": 0}) == Interval(-math.inf, 0)
    assert Interval.point(0).as_json() == {"low": 0, "high": 0}


def test_zero_is_a_known_number_and_differs_from_unknown() -> None:
    nothing, anything = Interval.point(0), Interval(0, math.inf)
    assert nothing != anything
    assert nothing.times(anything) == nothing


@pytest.mark.parametrize(
    ("low", "high"),
    [
        (2, 1), (math.nan, 1), (1, math.nan), (math.inf, math.inf), (-math.inf, -math.inf),
    ],
)  # fmt: skip
def test_what_is_no_interval_is_refused(low: float, high: float) -> None:
    with pytest.raises(IntervalError):
        Interval(low, high)


@pytest.mark.parametrize("factor", [-1, math.inf, math.nan])
def test_nothing_is_scaled_by_what_is_no_finite_amount(factor: float) -> None:
    with pytest.raises(IntervalError):
        Interval(1, 2).scaled(factor)
