"""What tests of several packages need."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def shared_lists() -> Path:
    """Where the lists lie that ours are checked against; they are not part of the project."""
    path = Path(settings.BASE_DIR).parent / "shared" / "reference"
    if not path.is_dir():
        pytest.skip("the lists to check against are not on this machine")
    return path
