"""Bands: fixed, blind to everything but the number, and never narrower than it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.measures import MEASURES, YEARLY, Measure
from streams.quantities import bands
from streams.quantities.bands import TONNES, WEIGHT_PERCENT, BandScale
from streams.quantities.intervals import Interval
from tests.streams.quantities.numbers import shares

SCALES = [scale for scale in vars(bands).values() if isinstance(scale, BandScale)]


def inside(scale: BandScale) -> st.SearchStrategy[float]:
    """Numbers of a scale, its edges more often than chance would have it."""
    low, high = max(scale.floor, -1e9), min(scale.ceiling, 1e9)
    return st.sampled_from(scale.edges) | st.floats(low, high)


@st.composite
def placed(draw: st.DrawFn) -> tuple[BandScale, Interval]:
    scale = draw(st.sampled_from(SCALES))
    ends = draw(inside(scale)), draw(inside(scale))
    return scale, draw(st.sampled_from([Interval.point(ends[0]), Interval(min(ends), max(ends))]))


Placed = tuple[BandScale, Interval]


def touched(scale: BandScale, interval: Interval) -> list[Interval]:
    """Told anew: the bands that share more than an end with the interval."""
    if interval.is_point:
        return [band for band in scale.bands() if band.low <= interval.low][-1:]
    return [band for band in scale.bands() if band.low < interval.high and interval.low < band.high]


@given(placed())
def test_every_number_lies_in_its_band(one: Placed) -> None:
    scale, interval = one
    assert scale.band_of(interval).contains(interval)


@given(placed())
def test_the_band_of_an_interval_is_the_run_of_bands_that_it_touches(one: Placed) -> None:
    scale, interval = one
    run = touched(scale, interval)
    assert scale.band_of(interval) == Interval(run[0].low, run[-1].high)


@given(placed())
def test_the_band_of_a_band_is_the_band(one: Placed) -> None:
    scale, interval = one
    band = scale.band_of(interval)
    assert scale.band_of(band) == band


@given(placed(), st.data())
def test_a_band_depends_on_nothing_but_the_bands_of_the_ends(
    one: Placed, data: st.DataObject
) -> None:
    scale, interval = one
    first, last = touched(scale, interval)[0], touched(scale, interval)[-1]
    low = data.draw(st.floats(first.low, first.high, exclude_max=True))
    high = data.draw(st.floats(max(low, last.low), last.high, exclude_min=True))
    if low < high:
        assert scale.band_of(Interval(low, high)) == Interval(first.low, last.high)


@given(placed(), placed())
def test_a_larger_number_never_has_a_smaller_band(one: Placed, other: Placed) -> None:
    scale = one[0]
    low, high = sorted((one[1].low, max(other[1].low, scale.floor)))
    lower, upper = scale.band_of(Interval.point(low)), scale.band_of(Interval.point(high))
    assert lower.low <= upper.low
    assert lower.high <= upper.high


@given(placed(), placed())
def test_a_longer_interval_never_has_a_narrower_band(one: Placed, other: Placed) -> None:
    scale, interval = one
    if interval.is_point:
        return
    longer = interval.hull(Interval.point(min(max(other[1].low, scale.floor), scale.ceiling)))
    assert scale.band_of(longer).contains(scale.band_of(interval))


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: str(scale.unit))
def test_bands_follow_one_another_without_a_gap(scale: BandScale) -> None:
    found = scale.bands()
    assert [band.low for band in found] == [scale.floor, *scale.edges]
    assert [band.high for band in found] == [*scale.edges, scale.ceiling]
    assert all(band.low < band.high for band in found)


def test_bands_of_volume_are_decades_and_those_of_weight_as_promised() -> None:
    assert TONNES.edges == (100, 1_000, 10_000, 100_000)
    assert WEIGHT_PERCENT.edges == (0.1, 1, 5, 20, 50)
    assert bands.TEMPERATURE.edges == (60, 100, 200, 500)


@pytest.mark.parametrize(
    ("interval", "band"),
    [
        (Interval.point(0), Interval(0, 100)),
        (Interval.point(99.999), Interval(0, 100)),
        (Interval.point(100), Interval(100, 1_000)),
        (Interval(100, 1_000), Interval(100, 1_000)),
        (Interval(999, 1_001), Interval(100, 10_000)),
        (Interval(50, math.inf), Interval(0, math.inf)),
        (Interval.point(5_000_000), Interval(100_000, math.inf)),
    ],
)
def test_edges_belong_to_the_band_above(interval: Interval, band: Interval) -> None:
    assert TONNES.band_of(interval) == band


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: str(measure.key))
def test_bands_reach_as_far_as_what_may_be_entered(measure: Measure) -> None:
    assert measure.scale.floor <= measure.minimum
    assert measure.maximum <= measure.scale.ceiling


def test_yearly_figures_have_bands_from_zero_upwards() -> None:
    for _, scale in YEARLY.values():
        assert (scale.floor, scale.ceiling) == (0, math.inf)


@given(shares)
def test_a_share_of_weight_never_gets_a_band_beyond_a_hundred(share: Interval) -> None:
    band = WEIGHT_PERCENT.band_of(share)
    assert 0 <= band.low < band.high <= 100
