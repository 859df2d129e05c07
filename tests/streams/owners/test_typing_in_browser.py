"""What is typed stays, whatever happens to the page, the session or the net: in a real browser."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, Route, expect

from accounts.models import User
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


def log_in(page: Page, site: str, works: Works, user: User | None = None) -> None:
    name = settings.SESSION_COOKIE_NAME
    value = works.client(user or works.kari).cookies[name].value
    cookies = {name: value, settings.LANGUAGE_COOKIE_NAME: "nb"}
    page.context.add_cookies([{"name": n, "value": v, "url": site} for n, v in cookies.items()])


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


def log_out(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def test_who_is_logged_out_is_told_beside_what_was_typed(
    typist: Page, site: str, works: Works
) -> None:
    log_out(typist)
    typist.fill("[name=availability]", "fra 2027")
    notice = typist.locator("#keeping")
    expect(notice).to_contain_text("Du er logget ut")
    expect(typist.locator("[name=login]")).to_have_count(0)
    assert typist.input_value("[name=availability]") == "fra 2027"
    log_in(typist, site, works)
    typist.context.add_cookies([{"name": "csrftoken", "value": "a" * 32, "url": site}])
    typist.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(notice).to_be_empty()
    until(typist, lambda: "fra 2027" in typed())


def press_next(page: Page) -> None:
    page.keyboard.press("Enter")


@pytest.mark.parametrize("leave", [press_next, follow_a_link])
def test_what_met_the_page_to_log_in_on_is_put_back_afterwards(
    typist: Page, site: str, works: Works, leave: Callable[[Page], None]
) -> None:
    log_out(typist)
    typist.fill("[name=availability]", "fra 2027")
    leave(typist)
    typist.wait_for_selector("[name=login]")
    log_in(typist, site, works)
    typist.goto(site + works.page("handtering"))
    expect(typist.locator("#keeping")).to_contain_text("satt inn igjen")
    assert typist.input_value("[name=availability]") == "fra 2027"
    assert "fra 2027" in typed()


def test_what_has_arrived_is_not_put_back(typist: Page, site: str, works: Works) -> None:
    typist.fill("[name=availability]", "fra 2027")
    press_next(typist)
    typist.wait_for_url(f"{site}{works.page('dokumenter')}")
    typist.wait_for_load_state("networkidle")
    assert not [key for key in typist.evaluate("() => Object.keys(sessionStorage)") if ":" in key]


def test_what_one_has_typed_is_not_put_back_for_another(
    typist: Page, site: str, works: Works
) -> None:
    log_out(typist)
    typist.fill("[name=availability]", "fra 2027")
    press_next(typist)
    typist.wait_for_selector("[name=login]")
    log_in(typist, site, works, works.ola)
    typist.goto(site + works.page("handtering"))
    typist.wait_for_load_state("networkidle")
    assert typist.input_value("[name=availability]") != "fra 2027"
    assert not WorkingCopy.objects.exists()


def offline(page: Page) -> Callable[[], None]:
    page.context.set_offline(True)
    return lambda: page.context.set_offline(False)


def broken(page: Page) -> Callable[[], None]:
    def refuse(route: Route) -> None:
        route.fulfill(status=500) if route.request.method == "POST" else route.continue_()

    page.route("**/endre/**", refuse)
    return lambda: page.unroute("**/endre/**")


@pytest.mark.parametrize("spoil", [offline, broken])
def test_what_could_not_be_kept_is_said_and_tried_again(
    typist: Page, spoil: Callable[[Page], Callable[[], None]]
) -> None:
    mend = spoil(typist)
    typist.fill("[name=availability]", "fra 2027")
    expect(typist.locator("#keeping")).to_contain_text("Ikke lagret, prøver igjen")
    assert not WorkingCopy.objects.exists()
    mend()
    expect(typist.locator("#keeping")).to_be_empty(timeout=20_000)
    assert "fra 2027" in typed()


def test_a_corrected_year_is_no_longer_called_wrong(typist: Page, site: str, works: Works) -> None:
    typist.goto(site + works.page("mengde"))
    typist.fill("[name=years-0-amount]", "7 kt")
    typist.fill("[name=years-0-year]", "1800")
    press_next(typist)
    link = typist.locator("ds-error-summary a[href='#id_years-0-year']")
    expect(link).to_be_visible()
    typist.fill("[name=years-0-year]", "2025")
    expect(link).to_have_count(0)
    expect(typist.locator(".field__errors, ds-error-summary, [aria-invalid]")).to_have_count(0)


def test_a_share_typed_after_its_substance_moves_when_one_goes_on(
    typist: Page, site: str, works: Works
) -> None:
    typist.goto(site + works.page("sammensetning"))
    typist.fill("[name=parts-0-substance]", "MnO 8-12")
    typist.fill("[name=parts-0-share]", "")
    typist.focus("[name=parts-0-share]")
    expect(typist.locator("[name=parts-0-substance]")).to_have_value("MnO")
    expect(typist.locator("[name=parts-0-share]")).to_have_value("8-12")


def test_no_note_is_sent_that_the_page_has_no_place_for(
    typist: Page, site: str, works: Works
) -> None:
    said: list[str] = []
    typist.on("console", lambda message: said.append(message.text))
    typist.goto(site + works.page("synlighet"))
    typist.locator("main form [type=radio]:not(:checked)").first.check(force=True)
    until(typist, WorkingCopy.objects.exists)
    typist.wait_for_load_state("networkidle")
    assert [text for text in said if "oob" in text] == []
