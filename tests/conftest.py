"""Messages outside a request are asserted in English, which the code is written in."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request chooses its own language, bokmål unless it asks for another."""
    with translation.override("en"):
        yield
