"""What can be measured of a listing, and what is physically impossible."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from streams.disclosure import HAS_COARSE_FORM
from streams.measures import MEASURES, YEARLY, Measure, measures_of
from streams.quantities.intervals import Interval
from streams.vocabulary import Kind


@pytest.mark.parametrize(
    ("key", "interval"),
    [
        ("moisture", Interval(90, 101)),
        ("moisture", Interval(-1, 5)),
        ("ph", Interval.point(16)),
        ("temperature", Interval.point(-300)),
        ("density", Interval(1_000, 30_000)),
        ("biogenic_share", Interval(0, 100.1)),
        ("stock", Interval.point(-1)),
    ],
)
def test_the_impossible_is_refused_by_name(key: str, interval: Interval) -> None:
    with pytest.raises(ValidationError) as caught:
        MEASURES[key].check(interval)
    assert caught.value.messages[0].startswith(str(MEASURES[key].label))
    assert MEASURES[key].unit in caught.value.messages[0]


def test_limits_are_said_in_the_units_and_numbers_of_the_reader() -> None:
    with override("nb"), pytest.raises(ValidationError) as caught:
        MEASURES["moisture"].check(Interval(90, 101))
    assert caught.value.messages[0].endswith("100\xa0vekt-%.")
    with override("nb"), pytest.raises(ValidationError) as caught:
        MEASURES["temperature"].check(Interval.point(-300))
    assert "-273,15\xa0°C" in caught.value.messages[0]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: str(measure.key))
def test_the_limits_themselves_are_possible(measure: Measure) -> None:
    measure.check(Interval(measure.minimum, measure.maximum))


def test_being_paid_for_it_is_a_cost_below_zero() -> None:
    MEASURES["handling_cost"].check(Interval(-500, -100))


def test_whatever_is_measured_has_a_coarse_form() -> None:
    fields = {measure.field for measure in MEASURES.values()} | {f for f, _ in YEARLY.values()}
    assert fields <= HAS_COARSE_FORM


def test_heat_has_no_density_and_a_side_stream_no_temperature() -> None:
    assert {one.key for one in measures_of(Kind.HEAT)} == {
        "temperature",
        "return_temperature",
        "capacity",
    }
    assert "temperature" not in {one.key for one in measures_of(Kind.MATERIAL)}
