"""Numbers are made tidy, and wrong ones are refused with a reason."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import orgnr

from companies.organisation_numbers import (
    SYNTHETIC_COUNT,
    checked_number,
    is_synthetic_number,
    synthetic_number,
)


@pytest.mark.parametrize(
    ("written", "country", "tidy"),
    [
        ("988 077 917", "NO", "988077917"),
        ("NO 988077917 MVA", "no", "988077917"),
        ("988\u00a0077\u00a0917", "NO", "988077917"),
        ("556012-5790", "SE", "5560125790"),
        ("DK 13585628", "DK", "13585628"),
        ("2077474-0", "FI", "20774740"),
        ("450401-3150", "IS", "4504013150"),
        ("DE 136 695 976", "DE", "136695976"),
        ("552 008 443", "FR", "552008443"),
        ("gb 12-345", "GB", "GB12-345"),
    ],
)
def test_a_number_is_stored_in_one_form(written: str, country: str, tidy: str) -> None:
    assert checked_number(written, country) == tidy


@pytest.mark.parametrize(
    ("number", "country", "reason"),
    [
        ("988 077 918", "NO", "check digit"),
        ("98807791", "NO", "wrong length"),
        ("98807791X", "NO", "characters"),
        ("000000000", "NO", "not an organisation number"),
        (" ", "NO", "Give the organisation number"),
        ("٩٨٨٠٧٧٩١٧", "NO", "characters"),
        ("556012-5791", "SE", "check digit"),
        ("2077474-1", "FI", "check digit"),
        ("A", "GB", "2 to 20"),
        ("A" * 21, "GB", "2 to 20"),
        ("AB;DROP", "GB", "2 to 20"),
        ("988077917", "ZZ", "not a country"),
        ("988077917", "", "not a country"),
        ("988077917", "Norway", "not a country"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(number: str, country: str, reason: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refusal:
        checked_number(number, country)
    assert reason in refusal.value.messages[0]


@given(
    st.text(max_size=30), st.sampled_from(["NO", "SE", "DK", "IS", "DE", "AT", "CH", "GB", "US"])
)
def test_no_text_whatever_ends_in_anything_but_a_number_or_a_refusal(
    text: str, country: str
) -> None:
    try:
        tidy = checked_number(text, country)
    except ValidationError:
        return
    assert 2 <= len(tidy) <= 20
    assert checked_number(tidy, country) == tidy


@given(st.integers(0, SYNTHETIC_COUNT - 1))
def test_every_synthetic_number_is_valid_and_recognised(index: int) -> None:
    number = synthetic_number(index)
    assert orgnr.is_valid(number)
    assert checked_number(number) == number
    assert is_synthetic_number(number, "NO")


def test_synthetic_numbers_repeat_by_index_and_differ_between_indexes() -> None:
    numbers = [synthetic_number(index) for index in range(5000)]
    assert numbers == [synthetic_number(index) for index in range(5000)]
    assert len(set(numbers)) == 5000


@pytest.mark.parametrize("index", [-1, SYNTHETIC_COUNT])
def test_there_is_no_synthetic_number_outside_the_series(index: int) -> None:
    with pytest.raises(ValueError, match="seed_index"):
        synthetic_number(index)


def test_a_real_number_is_not_taken_for_a_synthetic_one() -> None:
    assert not is_synthetic_number("988077917", "NO")
    assert not is_synthetic_number("2077474-0", "FI")
