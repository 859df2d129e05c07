"""Numbers read as people write them, in Norwegian and in English."""

from typing import Any

import pytest
from django.utils import translation

from streams.web.numbers import (
    at_least_text,
    interval_text,
    number_text,
    share_text,
    size_text,
    written,
)


def spaced(text: str) -> str:
    """With every kind of space as the plain one."""
    return " ".join(text.split())


def fact(low: float | None, high: float | None, unit: str = "t/yr", **more: Any) -> dict[str, Any]:
    return {"low": low, "high": high, "unit": unit, "precision": "exact", **more}


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("nb", 0, "0"),
        ("nb", 6.1, "6,1"),
        ("nb", 4_321, "4\u202f321"),
        ("nb", 1_234_567.8, "1\u202f234\u202f568"),
        ("nb", 0.000123456789, "0,000123457"),
        ("nb", -273.15, "\N{MINUS SIGN}273,15"),
        ("nb", 7.30, "7,3"),
        ("nn", 4_321.5, "4\u202f321,5"),
        ("en", 4_321.5, "4,321.5"),
        ("en", 1_234_567.8, "1,234,568"),
        ("en", 100_000, "100,000"),
    ],
)
def test_a_number_has_the_marks_of_the_language(language: str, value: float, text: str) -> None:
    with translation.override(language):
        assert written(value) == text


def test_groups_of_digits_never_break_over_a_line() -> None:
    with translation.override("nb"):
        assert " " not in written(1_234_567)
        assert " " not in number_text(fact(1_000, 2_000))


@pytest.mark.parametrize(
    ("given", "nb", "en"),
    [
        (fact(4_321, 4_321), "4 321 t per år", "4,321 t per year"),
        (fact(3, 4, "wt%"), "3–4 %", "3–4 %"),
        (fact(1_000, 10_000, precision="band"), "1 000–10 000 t per år", "1,000–10,000 t per year"),
        (fact(0, 100, precision="band"), "Under 100 t per år", "Under 100 t per year"),
        (fact(100_000, None, precision="band"), "Over 100 000 t per år", "Over 100,000 t per year"),
        (fact(-273.15, 60, "°C", precision="band"), "Under 60 °C", "Under 60 °C"),
        (fact(50, 100, "wt%", precision="band"), "Over 50 %", "Over 50 %"),
        (fact(0, 100), "0–100 t per år", "0–100 t per year"),
        (fact(-20, -5, "°C"), "−20 til −5 °C", "−20 to −5 °C"),
        (fact(7, 8, "pH"), "7–8", "7–8"),
    ],
)
def test_a_fact_says_value_interval_or_which_side_of_an_edge(
    given: dict[str, Any], nb: str, en: str
) -> None:
    with translation.override("nb"):
        assert spaced(number_text(given)) == nb
    with translation.override("en"):
        assert spaced(number_text(given)) == en


def test_the_short_form_leaves_per_year_to_the_label_beside_it() -> None:
    with translation.override("nb"):
        assert spaced(number_text(fact(4_321, 4_321), short=True)) == "4 321 t"
        assert spaced(number_text(fact(5, 6, "GWh/yr"), short=True)) == "5–6 GWh"


def test_no_known_limit_is_said_in_words() -> None:
    with translation.override("en"):
        assert interval_text(None, None) == "Any amount"
        assert interval_text(float("-inf"), float("inf")) == "Any amount"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (fact(42, 44, "wt%"), "42–44 %"),
        (fact(0.0012, 0.0012, "wt%"), "12 mg/kg"),
        (fact(0.01, 0.05, "wt%"), "100–500 mg/kg"),
        (fact(None, 0.05, "wt%"), "Under 500 mg/kg"),
        (fact(0.05, 0.1, "wt%"), "0,05–0,1 %"),
        (fact(0, 0, "wt%"), "0 %"),
        (fact(0, 0.1, "wt%", precision="band"), "Under 0,1 %"),
    ],
)
def test_a_measured_share_below_a_tenth_of_a_per_cent_is_told_in_milligrams(
    given: dict[str, Any], text: str
) -> None:
    with translation.override("nb"):
        assert spaced(share_text(given)) == text


@pytest.mark.parametrize(
    ("given", "nb", "en"),
    [
        (fact(38, None), "Minst 38 t", "At least 38 t"),
        (fact(38, 38), "38 t", "38 t"),
        (fact(38, 1_200), "38–1 200 t", "38–1,200 t"),
        (fact(0, 120), "Opptil 120 t", "Up to 120 t"),
        (fact(None, 120), "Opptil 120 t", "Up to 120 t"),
        (fact(0, None), "Ingen kjente grenser", "Any amount"),
        (fact(None, None), "Ingen kjente grenser", "Any amount"),
    ],
)
def test_what_is_certain_of_a_derived_amount_is_said_first(
    given: dict[str, Any], nb: str, en: str
) -> None:
    with translation.override("nb"):
        assert spaced(at_least_text(given)) == nb
    with translation.override("en"):
        assert spaced(at_least_text(given)) == en


@pytest.mark.parametrize(
    ("size", "nb", "en"),
    [
        (1, "1 kB", "1 kB"),
        (12_400, "12 kB", "12 kB"),
        (999_400, "999 kB", "999 kB"),
        (1_540_000, "1,5 MB", "1.5 MB"),
    ],
)
def test_a_file_is_so_many_kilobytes_or_megabytes(size: int, nb: str, en: str) -> None:
    for language, text in (("nb", nb), ("en", en)):
        with translation.override(language):
            assert spaced(size_text(size)) == text
