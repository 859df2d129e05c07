"""The page for people who write programs, in a real browser: it needs no database."""

import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Page

from tests.browser import NARROWEST, PHONE, WIDE, axe_violations, open_page, sideways
from tests.conftest import BUILT
from tests.look.conftest import QuietHandler, Server

pytestmark = pytest.mark.browser
ADDRESS = "/api/v1/docs/"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Address of a server that knows every address of the exchange."""
    with override_settings(STATICFILES_DIRS=[BUILT]):
        application = StaticFilesHandler(WSGIHandler())
        server = make_server("127.0.0.1", 0, application, Server, QuietHandler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("size", [WIDE, PHONE, NARROWEST], ids=["wide", "phone", "narrowest"])
def test_documentation_is_open_to_all(watched: Page, site: str, size: Any) -> None:
    open_page(watched, site + ADDRESS, size)
    assert axe_violations(watched) == []
    assert watched.evaluate("() => window.broken") == []
    assert sideways(watched) <= 0


def test_documentation_is_whole_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(site + ADDRESS)
    page.locator("a[href='#search_xlsx']").first.click()
    assert page.locator("#search_xlsx").is_visible()
    context.close()
