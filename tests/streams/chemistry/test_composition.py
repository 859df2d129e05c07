"""Units and bases: nothing gets lost or sharper between wt% and mg/kg, dry and as delivered."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.chemistry.composition import (
    DRY,
    MILLIGRAMS,
    WET,
    ConstituentValue,
    common_basis,
    on_basis,
    stated_moisture,
    to_dry,
    to_percent,
    to_wet,
)
from streams.quantities.intervals import Interval
from tests.streams.quantities.numbers import encloses, held, shares

moistures = st.tuples(st.floats(0, 90), st.floats(0, 90)).map(
    lambda ends: Interval(min(ends), max(ends))
)


def test_ten_thousand_milligrams_in_a_kilogram_are_one_per_cent() -> None:
    assert to_percent(Interval(12, 20), "mg/kg") == Interval(0.0012, 0.002)
    assert ConstituentValue("Pb", Interval.point(10_000), MILLIGRAMS).percent == Interval.point(1)
    assert to_percent(Interval(1, math.inf), "mg/kg").high == math.inf


@pytest.mark.parametrize("unit", ["ppm", "%", "g/t", ""])
def test_no_other_unit_is_guessed_at(unit: str) -> None:
    with pytest.raises(ValueError, match="neither"):
        to_percent(Interval(1, 2), unit)


def test_a_fifth_of_the_dry_matter_is_a_tenth_of_what_is_half_water() -> None:
    half = Interval.point(50)
    assert to_wet(Interval.point(20), half) == Interval.point(10)
    assert to_dry(Interval.point(10), half) == Interval.point(20)


@given(held(shares), held(moistures))
def test_the_share_as_delivered_of_any_dry_share_and_moisture_is_held(
    share: tuple[Interval, float], moisture: tuple[Interval, float]
) -> None:
    wet = to_wet(share[0], moisture[0])
    number = share[1] * (1 - moisture[1] / 100)
    assert encloses(wet, Interval.point(number))
    assert wet.high <= share[0].high


@given(held(shares), held(moistures))
def test_the_dry_share_of_anything_delivered_is_held(
    share: tuple[Interval, float], moisture: tuple[Interval, float]
) -> None:
    number = share[1] / (1 - moisture[1] / 100)
    if number <= 100:
        assert encloses(to_dry(share[0], moisture[0]), Interval.point(number))


@given(shares, moistures)
def test_there_and_back_between_bases_is_never_sharper(share: Interval, moisture: Interval) -> None:
    assert encloses(to_dry(to_wet(share, moisture), moisture), share)


def test_what_may_be_nothing_but_water_has_no_upper_bound_but_a_hundred() -> None:
    assert to_dry(Interval(1, 2), Interval(0, 100)) == Interval(1, 100)


@pytest.mark.parametrize("moisture", [Interval(-1, 5), Interval(100, 100)])
def test_an_impossible_moisture_is_refused(moisture: Interval) -> None:
    with pytest.raises(ValueError, match="moisture"):
        to_wet(Interval(1, 2), moisture)


def test_a_value_is_brought_to_another_basis_in_wt_percent() -> None:
    lead = ConstituentValue("Pb", Interval.point(10_000), MILLIGRAMS, DRY)
    wet = on_basis(lead, WET, Interval.point(50))
    assert (wet.interval, wet.unit, wet.basis) == (Interval.point(0.5), "wt%", WET)
    assert on_basis(wet, WET, Interval.point(50)) == wet


def test_moisture_is_what_the_analysis_says_or_what_its_dry_matter_leaves() -> None:
    silica = ConstituentValue("SiO2", Interval(20, 30))
    water, dry = (
        ConstituentValue("fukt", Interval(8, 10)),
        ConstituentValue("TS", Interval(88, 93)),
    )
    assert stated_moisture([silica]) is None
    assert stated_moisture([silica, water, dry]) == Interval(8, 10)
    assert stated_moisture([silica, dry]) == Interval(7, 12)


def test_values_of_two_bases_are_not_added_up() -> None:
    dry, wet = (
        ConstituentValue("SiO2", Interval(1, 2), basis=DRY),
        ConstituentValue("CaO", Interval(1, 2), basis=WET),
    )
    with pytest.raises(ValueError, match="dry matter and as delivered"):
        common_basis([dry, wet])
    assert common_basis([wet]) == WET
    assert common_basis([]) == DRY
    assert common_basis([wet, ConstituentValue("moisture", Interval(1, 2), basis=DRY)]) == WET
