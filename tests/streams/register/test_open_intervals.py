"""Quantities without an upper end: "over 500 °C" is a temperature, "over 20 %" no share."""

import math

import pytest
from django.core.exceptions import ValidationError

from streams.measures import MEASURES
from streams.quantities.intervals import Interval


@pytest.mark.parametrize("key", ["temperature", "pressure", "capacity"])
def test_what_has_no_highest_band_may_be_open_above(key: str) -> None:
    MEASURES[key].check(Interval(500, math.inf))


@pytest.mark.parametrize("key", ["moisture", "concentration", "ph"])
def test_what_has_a_highest_band_must_end(key: str) -> None:
    with pytest.raises(ValidationError):
        MEASURES[key].check(Interval(5, math.inf))


def test_a_temperature_that_ends_too_high_is_still_impossible() -> None:
    with pytest.raises(ValidationError):
        MEASURES["temperature"].check(Interval(500, 5_000))
