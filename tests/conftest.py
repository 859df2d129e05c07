"""What every test stands on: English outside requests, and a real browser for those that ask."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import Page

pytest.register_assert_rewrite("tests.browser")

from tests.browser import WATCH  # noqa: E402  # only then do its failures say what they compared

BUILT = Path(settings.BASE_DIR) / "static" / "built"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages outside a request are asserted in English, which the code is written in; a request
    chooses its own language, bokmål unless it asks for another."""
    with translation.override("en"):
        yield


def required() -> bool:
    return os.environ.get("BROWSER_TESTS") == "required"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's browser; without it these tests are skipped, unless they are required."""
    found = shutil.which("chromium")
    if found is None or not (BUILT / "app.css").exists():
        reason = "needs chromium, and static/built from `node build.mjs`"
        if required():
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: str) -> dict[str, Any]:
    return {"executable_path": chromium, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def watched(page: Page) -> Page:
    """A page that notes what its security policy stopped, and its scripts' errors."""
    page.add_init_script(WATCH)
    page.on(
        "pageerror", lambda error: page.evaluate("text => window.broken.push(text)", str(error))
    )
    return page
