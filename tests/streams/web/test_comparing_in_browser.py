"""Comparing in a real browser: by keyboard alone, wide and on a phone; places on maps."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings
from playwright.sync_api import Page, ViewportSize

from companies.services import save_site
from streams.register.models import Record
from tests import worlds
from tests.browser import NARROWEST, PHONE, WIDE, assert_open_to_all, open_page, sideways
from tests.conftest import BUILT
from tests.streams.web.conftest import Market
from tests.streams.web.test_in_browser import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
IN_SIGHT = """one => {
  const {top, bottom} = one.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""
OPEN = {field: {"exact": 0, "coarse": 0} for field in ("place", "owner", "composition")}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Most readers' own language."""
    return {**browser_context_args, "locale": "nb-NO"}


@pytest.fixture
def open_slag(market: Market) -> Record:
    """One of each kind in a park, where everybody may see them."""
    save_site(
        actor=None,
        company=market.company,
        site=market.site,
        park=worlds.park_named("Øvre Industripark"),
    )
    for kind in ("heat", "gas", "deposit"):
        worlds.listing(market.site, kind, policy=OPEN)
    return worlds.listing(market.site, title="Open slag", policy=OPEN)


@pytest.fixture
def site(live_server: Any, chromium: str, open_slag: Record) -> Iterator[str]:
    with override_settings(STATICFILES_DIRS=[BUILT]):
        yield str(live_server.url)


def chosen(page: Page) -> int:
    return page.locator("[name=v]:checked").count()


@SIZES
def test_choosing_and_comparing_by_keyboard_alone(
    watched: Page, site: str, size: ViewportSize
) -> None:
    page = watched
    open_page(page, f"{site}/sok/?ordering=title", size)
    for _box in range(2):
        tab_to(page, "article.hit [name=v]:not(:checked)")
        page.keyboard.press("Space")
    assert page.locator("#compare-form").evaluate(IN_SIGHT)
    assert_open_to_all(page)
    tab_to(page, "#compare-form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sammenlign/**")
    assert page.locator(".compare__title").count() == 2
    assert_open_to_all(page)
    tab_to(page, ".compare")
    before = page.locator(".compare").evaluate("one => one.scrollTop + scrollY")
    page.keyboard.press("ArrowDown")
    page.wait_for_function(
        "before => document.querySelector('.compare').scrollTop + scrollY > before", arg=before
    )
    tab_to(page, ".compare__remove")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('.compare__title').length === 1")
    assert_open_to_all(page)


def test_what_is_ticked_goes_along_with_a_filter(watched: Page, site: str) -> None:
    page = watched
    open_page(page, f"{site}/sok/", WIDE)
    page.locator("article.hit [name=v]").first.check()
    page.locator("input[name=county]").first.check()
    page.wait_for_url("**v=**")
    assert chosen(page) + page.locator("#compare-form [type=hidden][name=v]").count() == 1
    page.locator("[name=v]:checked").first.uncheck()
    page.locator("input[name=county]:checked").first.uncheck()
    page.wait_for_url(lambda url: "county=" not in url)
    assert "v=" not in page.url
    assert page.evaluate("() => window.broken") == []


def test_names_of_facts_stay_in_sight_when_one_scrolls_sideways(
    watched: Page, site: str, market: Market
) -> None:
    page = watched
    many = [worlds.listing(market.site, title=f"Slag number {n}") for n in range(6)]
    query = "&".join(f"v={one.pk}" for one in many)
    for size in (PHONE, NARROWEST):
        open_page(page, f"{site}/sammenlign/?{query}", size)
        assert sideways(page) <= 0
        page.locator(".compare").evaluate("one => one.scrollTo(9999, 0)")
        head = page.locator(".compare tbody th[scope=row]").first.bounding_box()
        frame = page.locator(".compare").bounding_box()
        assert head
        assert frame
        assert abs(head["x"] - frame["x"]) <= 2
        assert head["width"] < frame["width"] / 2
    open_page(page, f"{site}/sammenlign/?{query}", WIDE)
    assert_open_to_all(page)


@SIZES
def test_pages_of_places_and_the_empty_comparison_are_open_to_everyone(
    watched: Page, site: str, open_slag: Record, size: ViewportSize
) -> None:
    for path in (
        "/industripark/",
        "/industripark/ovre-industripark/",
        f"/oppforing/{open_slag.pk}/sted/",
        "/sammenlign/",
        "/sok/?view=table",
    ):
        open_page(watched, site + path, size)
        if "kart" in watched.content():
            watched.wait_for_function(
                "() => !document.querySelector('[data-hit-map]:not([data-shown])')"
            )
        assert_open_to_all(watched)
