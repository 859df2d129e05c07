"""Real pages with data in a real browser: open to all, by keyboard, by mouse, on a phone."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Browser, Page, ViewportSize

from tests import worlds
from tests.browser import NARROWEST, PHONE, WIDE, assert_open_to_all, open_page, sideways
from tests.conftest import BUILT
from tests.streams.web.conftest import Market

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in the thread of the test, which then uses the database as usual.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
EVERYBODYS = [
    "/",
    "/sok/",
    "/sok/?view=map",
    "/sok/?view=table&volume_min=2000",
    "/sok/?county=46&volume_min=lots",
    "/sok/?substance=MnO&contains=SiO2:20-&contains=Pb:-0.1&ordering=tonnes",
    "/sok/?crm=manganese&view=table&ordering=tonnes",
    "/oppforing/{listing}/",
]
OWNERS = [
    "/sok/",
    "/sok/?near=58.29,6.96&ordering=distance",
    "/oppforing/{listing}/",
    "/oppforing/{listing}/?som=alle",
    "/bedrift/{company}/",
    "/bedrift/{company}/?tilstand=draft&type=heat",
    "/bedrift/{company}/innsyn/",
    "/konto/selskap/",
    "/konto/selskap/{company}/medlemmer/",
    "/konto/selskap/{company}/hjelp/",
    "/oppforing/{listing}/endre/sammensetning/",
    "/oppforing/{listing}/endre/synlighet/",
    "/oppforing/{listing}/se-over/",
]
ON_TOP = """one => {
  one.scrollIntoView({block: "center"});
  const {left, top, width, height} = one.getBoundingClientRect();
  return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@pytest.fixture
def site(live_server: Any, chromium: str, market: Market) -> Iterator[str]:
    """The exchange with one listing of each kind; one shows everything to everyone."""
    for kind in ("heat", "gas", "deposit"):
        worlds.listing(market.site, kind)
    exact = {field: {"exact": 0, "coarse": 0} for field in ("place", "owner", "history", "traces")}
    worlds.listing(market.site, title="Open slag", policy=exact)
    with override_settings(STATICFILES_DIRS=[BUILT]):
        yield str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Most readers' own language."""
    return {**browser_context_args, "locale": "nb-NO"}


def log_in(page: Page, site: str, market: Market) -> None:
    cookie = market.client("owner").cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def named(path: str, market: Market) -> str:
    return path.format(listing=market.record.pk, company=market.company.public_id)


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until this has the focus, as somebody without a mouse does."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("one => !!document.activeElement.closest(one)", selector):
            return
    pytest.fail(f"{selector} is not reached by {most} times Tab")


@SIZES
def test_pages_are_open_to_everyone(
    watched: Page, site: str, market: Market, size: ViewportSize
) -> None:
    for path in EVERYBODYS:
        open_page(watched, site + named(path, market), size)
        assert_open_to_all(watched)


@SIZES
def test_pages_are_open_to_owners(
    watched: Page, site: str, market: Market, size: ViewportSize
) -> None:
    market.owner.memberships.update(role="admin")
    market.let_guest_see()
    market.client("guest").get(market.address)
    log_in(watched, site, market)
    for path in OWNERS:
        open_page(watched, site + named(path, market), size)
        assert_open_to_all(watched)


def is_on_top(page: Page, selector: str) -> bool:
    """Whether nothing lies over the middle of this."""
    return bool(page.locator(selector).first.evaluate(ON_TOP))


@SIZES
def test_what_is_told_on_the_front_page_lies_under_nothing(
    watched: Page, site: str, market: Market, size: ViewportSize, settings: Any
) -> None:
    settings.STAFF_NEED_MFA = True
    type(market.owner).objects.filter(pk=market.owner.pk).update(is_cluster_staff=True)
    log_in(watched, site, market)
    open_page(watched, site + "/", size)
    assert is_on_top(watched, "main .notice--warning")
    assert is_on_top(watched, "main h1")
    watched.goto(site + "/konto/logout/")
    watched.click("main form button[type=submit]")
    watched.wait_for_url(site + "/")
    assert is_on_top(watched, "main .messages .notice")
    assert_open_to_all(watched)


@pytest.mark.parametrize("path", ["/sok/", "/oppforing/{listing}/"])
def test_pages_fit_the_narrowest_screen(
    watched: Page, site: str, market: Market, path: str
) -> None:
    open_page(watched, site + named(path, market), NARROWEST)
    assert sideways(watched) <= 0


def test_searching_by_keyboard_alone(watched: Page, site: str) -> None:
    page = watched
    open_page(page, site + "/", WIDE)
    tab_to(page, "#search-text")
    page.keyboard.type("slag")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sok/?q=slag*")
    tab_to(page, "input[name=county]")
    page.keyboard.press("Space")
    page.wait_for_url("**county=42*")
    page.wait_for_selector(".chip")
    tab_to(page, "article.hit h3 a")
    title = page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url("**/oppforing/*/")
    assert page.locator("h1").inner_text() == title
    assert page.evaluate("() => window.broken") == []


def test_an_owner_changes_an_amount_and_publishes_it(
    watched: Page, site: str, market: Market
) -> None:
    page = watched
    log_in(page, site, market)
    open_page(page, f"{site}{market.address}endre/mengde/", WIDE)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.fill("#id_years-0-amount", "7 654")
    page.wait_for_selector(".editing__saved svg")
    assert_open_to_all(page)
    page.click("button[name=next]:not([aria-hidden])")
    page.wait_for_url(lambda url: not url.endswith("/mengde/"))
    page.click(f"a[href='{market.address}se-over/']")
    page.wait_for_url("**/se-over/")
    page.click(".review__publish button[type=submit]")
    page.wait_for_url(f"{site}{market.address}")
    amount = page.locator("section[aria-labelledby=amount-title] .fact__value").first
    assert amount.inner_text().replace("\N{NARROW NO-BREAK SPACE}", " ").startswith("7 654")
    assert page.evaluate("() => window.broken") == []


def test_another_substance_is_added_by_keyboard_and_goes_by_its_chip(
    watched: Page, site: str, market: Market
) -> None:
    open_page(watched, f"{site}/sok/?substance=MnO", WIDE)
    watched.locator("#more_contents > summary").focus()
    watched.keyboard.press("Enter")
    watched.keyboard.press("Tab")
    watched.keyboard.type("SiO2")
    watched.keyboard.press("Tab")
    watched.wait_for_url("**/sok/?substance=MnO&contains=SiO2&**")
    watched.locator("#id_contains_min_2").fill("60")
    watched.keyboard.press("Enter")
    watched.wait_for_url("**contains=SiO2%3A60-**")
    watched.locator("a.chip", has_text="SiO2").click()
    watched.wait_for_url("**/sok/?substance=MnO&ordering=date")


@SIZES
def test_another_substance_needs_no_script(
    browser: Browser, site: str, market: Market, size: ViewportSize
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=size)
    page = context.new_page()
    page.goto(f"{site}/sok/?substance=MnO")
    if size == PHONE:
        page.locator("[popovertarget=filters]").first.click()
    page.locator("#more_contents > summary").click()
    page.locator("#id_contains_substance_2").fill("SiO2")
    page.locator("#id_contains_min_2").fill("20")
    page.locator(".filter-form__submit button").click()
    assert page.locator("a.chip").count() == 2
    assert page.locator("#id_contains_substance_3").count() == 1
    context.close()
