"""The lists as they are shipped, loaded into the test database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

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


@pytest.fixture(scope="session")
def shared_lists() -> Path:
    """Where the lists lie that ours are checked against; they are not part of the project."""
    path = Path(settings.BASE_DIR).parent / "shared" / "reference"
    if not path.is_dir():
        pytest.skip("the lists to check against are not on this machine")
    return path
