"""Errors that services raise reach programs in one shape, whether or not they name a parameter."""

import pytest
from django.core.exceptions import ValidationError

from streams.api.problems import problem_for


@pytest.mark.parametrize(
    ("error", "errors"),
    [
        (ValidationError({"title": ["Too long."]}), {"title": ["Too long."]}),
        (ValidationError("Keep it first."), {"request": ["Keep it first."]}),
        (ValidationError(["One.", "Two."]), {"request": ["One.", "Two."]}),
    ],
)
def test_an_error_of_a_service_is_a_bad_request(
    error: ValidationError, errors: dict[str, list[str]]
) -> None:
    answer = problem_for(error, {})
    assert answer is not None
    assert answer.status_code == 400
    assert answer.data["errors"] == errors
