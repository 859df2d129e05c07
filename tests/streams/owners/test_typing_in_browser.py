"""What is typed stays, whatever happens to the page, the session or the net: in a real browser."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page

from streams.register.models import WorkingCopy
from tests.conftest import BUILT
from tests.streams.owners.conftest import Works

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture
def site(live_server: Any, chromium: str) -> Any:
    with override_settings(STATICFILES_DIRS=[BUILT]):
        yield str(live_server.url)


@pytest.fixture
def typist(watched: Page, site: str, works: Works) -> Page:
    """Kari's browser, on the page about handling and contact."""
    log_in(watched, site, works)
    watched.goto(site + works.page("handtering"))
    return watched


def log_in(page: Page, site: str, works: Works) -> None:
    name = settings.SESSION_COOKIE_NAME
    value = works.client(works.kari).cookies[name].value
    page.context.add_cookies([{"name": name, "value": value, "url": site}])


def until(page: Page, holds: Callable[[], bool]) -> None:
    """What the server does with what a page sends is soon done, not at once."""
    for _wait in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not come about within 10 s")


def typed() -> str:
    return str(list(WorkingCopy.objects.values_list("typed", flat=True)))


def follow_a_link(page: Page) -> None:
    before = page.url
    page.click(".editing__actions a")
    page.wait_for_url(lambda url: url != before)


def change_language(page: Page) -> None:
    page.click("details.menu:has([name=language]) summary")
    page.click("[name=language][value=en]")
    page.wait_for_selector("html[lang=en]")


def close(page: Page) -> None:
    page.goto("about:blank")


@pytest.mark.parametrize("leave", [follow_a_link, change_language, close])
def test_leaving_at_once_loses_nothing(typist: Page, leave: Callable[[Page], None]) -> None:
    typist.fill("[name=availability]", "fra 2027")
    leave(typist)
    until(typist, lambda: "fra 2027" in typed())


def test_a_link_is_followed_at_once_where_nothing_was_typed(typist: Page) -> None:
    follow_a_link(typist)
    assert not WorkingCopy.objects.exists()
