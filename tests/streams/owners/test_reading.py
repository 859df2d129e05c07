"""Numbers as people write them become intervals, or a sentence that says why not."""

import math
from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from streams.imports.sheets.headings import is_unit
from streams.imports.sheets.reading_cells import interval_of
from streams.quantities.intervals import Interval
from streams.quantities.reading import read_interval, typed_interval


@pytest.fixture
def in_bokmaal() -> Iterator[None]:
    with translation.override("nb"):
        yield


@pytest.mark.usefixtures("in_bokmaal")
@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("8-12 %", "wt%", 8, 12),
        ("8 – 12", "wt%", 8, 12),
        ("ca. 10 000", "t/yr", 9_000, 11_000),
        ("~100", "t/yr", 90, 110),
        ("<0,1", "wt%", 0, 0.1),
        ("mindre enn 5", "wt%", 0, 5),
        ("> 5", "t/yr", 5, math.inf),
        ("minst 5000", "t/yr", 5_000, math.inf),
        ("12,5 ± 0,5", "", 12, 13),
        ("3 kt", "t/yr", 3_000, 3_000),
        ("1,2 mill. t", "t/yr", 1_200_000, 1_200_000),
        ("220\u202f000\u2013230\u00a0000 t/år", "t/yr", 220_000, 230_000),
        ("500 MWh", "GWh/yr", 0.5, 0.5),
        ("300 K", "°C", 26.85, 26.85),
        ("1.234.567", "t/yr", 1_234_567, 1_234_567),
        ("1.234,5", "", 1_234.5, 1_234.5),
        ("10,000.5", "", 10_000.5, 10_000.5),
        ("350 mg/kg", "wt%", 0.035, 0.035),
        ("10 til 20", "", 10, 20),
        ("-10 - -5", "", -10, -5),
        ("\u2212200 kr/tonn", "NOK/t", -200, -200),
        ("2 t/m3", "kg/m³", 2_000, 2_000),
        ("10 daa", "m²", 10_000, 10_000),
        ("Ca. 100 T", "t/yr", 90, 110),
        ("5 Mt", "t/yr", 5_000_000, 5_000_000),
        ("2 MtCO2/år", "t/yr", 2_000_000, 2_000_000),
        ("5 mw", "MW", 5, 5),
        ("5 MW", "MW", 5, 5),
        ("12 KG/L", "kg/m³", 12_000, 12_000),
    ],
)
def test_reads(text: str, unit: str, low: float, high: float) -> None:
    assert read_interval(text, unit) == Interval(low, high)


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "?"])
def test_nothing_is_unknown_and_not_zero(text: str) -> None:
    assert read_interval(text, "t/yr") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("about a lot", "unreadable"),
        ("12 5", "unreadable"),
        ("8-", "unreadable"),
        ("1" * 500, "unreadable"),
        ("1e999", "unreadable"),
        ("5-3", "reversed"),
        ("12 fot", "unit"),
        ("12 kg", "unit"),
        ("10.000", "ambiguous"),
    ],
)
@pytest.mark.usefixtures("in_bokmaal")
def test_says_what_it_cannot_read(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read_interval(text, "GWh/yr")
    assert caught.value.code == code
    assert caught.value.messages[0]


@pytest.mark.usefixtures("in_bokmaal")
def test_a_comma_before_three_digits_is_asked_about_where_english_is_read() -> None:
    assert read_interval("2,125", "") == Interval.point(2.125)
    with translation.override("en"), pytest.raises(ValidationError):
        read_interval("2,125", "")


numbers = st.floats(0, 1e11).map(lambda value: float(f"{value:.9g}"))


@given(st.tuples(numbers, numbers).map(sorted), st.booleans(), st.booleans())
def test_what_is_shown_in_a_field_is_read_back_as_it_was(
    ends: list[float], comma: bool, grouped: bool
) -> None:
    interval = Interval(*ends)
    text = typed_interval(interval, decimal_comma=comma, grouped=grouped)
    language = "nb" if comma else "en"
    with translation.override(language):
        assert read_interval(text, "t/yr") == interval


@given(st.text(max_size=90))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        found = read_interval(text, "t/yr")
    except ValidationError:
        return
    assert found is None or found.low <= found.high


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("3 MWh/d", "GWh/yr", 3 * 365 / 1000),
        ("30 t per day", "t/yr", 30 * 365),
        ("2 kt/måned", "t/yr", 24_000),
        ("100 t/uke", "t/yr", 100 * 365 / 7),
        ("1 t/h", "t/yr", 8760),
        ("24 t/day", "t/yr", 8760),
        ("12 kt/år", "t/yr", 12_000),
        ("8 GWh", "GWh/yr", 8),
    ],
)
def test_amounts_of_any_span_become_amounts_of_a_year(text: str, unit: str, amount: float) -> None:
    found = read_interval(text, unit)
    assert found
    assert found.low == pytest.approx(amount)


@pytest.mark.parametrize(("text", "unit"), [("3 MW/d", "GWh/yr"), ("5 t/d", "t"), ("5 /d", "t/yr")])
def test_a_span_of_what_is_no_amount_is_refused(text: str, unit: str) -> None:
    with pytest.raises(ValidationError):
        read_interval(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "choices"),
    [
        ("500 MT", "t/yr", "t or Mt"),
        ("500 mt", "t/yr", "t or Mt"),
        ("5 MT per day", "t/yr", "t or Mt"),
        ("5 MTCO2/yr", "t/yr", "t or Mt"),
        ("1 mill. MT", "t/yr", "t or Mt"),
        ("5 mW", "MW", "MW or kW"),
        ("5 mWh/yr", "GWh/yr", "MWh or kWh"),
        ("5 mPa", "bar", "MPa or kPa"),
        ("10-20 kg/t", "t/yr", "per hour, write kg/h"),
        ("10 t pr t", "t/yr", "per hour, write t/h"),
    ],
)
def test_a_unit_that_may_mean_another_is_refused_and_what_may_be_meant_is_named(
    text: str, unit: str, choices: str
) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=choices) as caught:
        read_interval(text, unit)
    assert caught.value.code == "unit"


def test_a_unit_in_a_heading_is_held_to_the_same() -> None:
    assert is_unit("MT")
    with translation.override("en"), pytest.raises(ValidationError, match="t or Mt"):
        interval_of(500, "t/yr", given="MT")
    assert interval_of(0.5, "t/yr", given="Mt") == Interval.point(500_000)
