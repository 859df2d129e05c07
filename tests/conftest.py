"""A real browser for the tests of several packages."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

pytest.register_assert_rewrite("tests.browser")

from tests.browser import WATCH  # noqa: E402  # only then do its failures say what they compared

BUILT = Path(settings.BASE_DIR) / "static" / "built"


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
