"""The lists as they are shipped, loaded into the test database."""

from collections.abc import Iterator

import pytest

from streams.reference.queries import forget_reference
from streams.reference.services import load_reference


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What one test loaded is gone from the database, so it goes from memory too."""
    forget_reference()
    yield
    forget_reference()


@pytest.fixture
def reference(db: None) -> dict[str, int]:
    return load_reference()
