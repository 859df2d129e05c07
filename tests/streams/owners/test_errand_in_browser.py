"""The whole errand of registering, for every kind, by mouse and by keyboard, in a real browser."""

import os
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, ViewportSize

from streams.catalogue.models import OwnerEntry
from streams.register.models import Record
from streams.vocabulary import State
from tests import worlds
from tests.browser import PHONE, WIDE, assert_open_to_all, keep_picture
from tests.conftest import BUILT
from tests.streams.owners.conftest import Works

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "material": {
        "years-0-year": "2025",
        "years-0-amount": "12,5 kt",
        "years-0-method": "measured",
        "parts-0-substance": "MnO",
        "parts-0-share": "8-12",
        "parts-1-substance": "SiO2",
        "parts-1-share": "38-42",
        "moisture": "3-4",
        "contact_name": "Kari",
    },
    "heat": {
        "years-0-year": "2025",
        "years-0-amount": "40",
        "temperature": "85-90",
        "capacity": "6",
    },
    "gas": {
        "years-0-year": "2025",
        "years-0-amount": "150 000",
        "concentration": "14-16",
    },
    "deposit": {
        "stock": "2 500 000",
        "opened_year": "1972",
        "parts-0-substance": "SiO2",
        "parts-0-share": "55-60",
        "accessibility": "Vei",
    },
}
FIRST_NAMED = {"material": "volume", "heat": "energy", "gas": "amount", "deposit": "stock"}


class Mouse:
    """Points, clicks and types."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def fill(self, selector: str, text: str) -> None:
        control = self.page.locator(selector)
        control.click()
        if control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(text)
        else:
            control.fill(text)

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()


class Keyboard:
    """Never touches the mouse: Tab to it, then keys."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, selector: str, most: int = 250) -> None:
        here = "one => !!document.activeElement && document.activeElement.matches(one)"
        for _press in range(most):
            if self.page.evaluate(here, selector):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"{selector} is not reached by {most} times Tab on {self.page.url}")

    def fill(self, selector: str, text: str) -> None:
        self.reach(selector)
        control = self.page.locator(selector)
        if control.evaluate("one => one.tagName") == "SELECT":
            find = "(one, value) => one.querySelector(`option[value='${value}']`).textContent"
            self.page.keyboard.type(control.evaluate(find, text).strip())
        else:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)

    def press(self, selector: str) -> None:
        self.reach(selector)
        self.page.keyboard.press("Enter")


@pytest.fixture
def site(live_server: Any, chromium: str) -> Any:
    with override_settings(STATICFILES_DIRS=[BUILT]):
        yield str(live_server.url)


@pytest.mark.parametrize(
    ("kind", "hand", "language", "size"),
    [
        ("material", Mouse, "nb", WIDE),
        ("material", Keyboard, "en", PHONE),
        ("heat", Mouse, "en", PHONE),
        ("heat", Keyboard, "nb", WIDE),
        ("gas", Mouse, "nb", PHONE),
        ("gas", Keyboard, "en", WIDE),
        ("deposit", Mouse, "en", WIDE),
        ("deposit", Keyboard, "nb", PHONE),
    ],
)
def test_a_listing_is_registered_and_published(
    watched: Page,
    site: str,
    works: Works,
    kind: str,
    hand: type[Mouse | Keyboard],
    language: str,
    size: ViewportSize,
) -> None:
    page = opened(watched, site, works, language, size)
    begin(page, hand(page), kind)
    record = Record.objects.get(title=f"Sidestrøm {kind}")
    fill_every_page(page, hand, ANSWERS[kind])
    hand(page).press(".review__publish button[type=submit]")
    page.wait_for_url(re.compile(f"/oppforing/{record.pk}/$"))
    seen(page)
    assert Record.objects.get(pk=record.pk).state == State.PUBLISHED
    facts = OwnerEntry.objects.get(pk=record.pk).facts
    assert FIRST_NAMED[kind] in facts
    assert ("composition" in facts) == ("parts-0-share" in ANSWERS[kind])


def opened(page: Page, site: str, works: Works, language: str, size: ViewportSize) -> Page:
    """The company's page, in this language and size."""
    works.kari.language = language
    works.kari.save()
    cookies = {
        settings.SESSION_COOKIE_NAME: works.client(works.kari).cookies[
            settings.SESSION_COOKIE_NAME
        ].value,
        settings.LANGUAGE_COOKIE_NAME: language,
    }  # fmt: skip
    page.context.add_cookies([{"name": n, "value": v, "url": site} for n, v in cookies.items()])
    page.set_viewport_size(size)
    page.goto(f"{site}/bedrift/{works.company.public_id}/")
    assert page.locator("html").get_attribute("lang") == language
    return page


def seen(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    keep_picture(page, page.url, page.viewport_size or WIDE)
    assert_open_to_all(page)


def begin(page: Page, hand: Mouse | Keyboard, kind: str) -> None:
    """From the company's page to the first page of a new listing."""
    hand.press("main a[href$='/ny/']")
    page.wait_for_url("**/ny/")
    seen(page)
    hand.press(f"a[href$='/ny/{kind}/']")
    page.wait_for_url(f"**/ny/{kind}/")
    hand.fill("[name=title_text]", f"Sidestrøm {kind}")
    hand.fill("[name=material]", worlds.MATERIALS[kind])
    seen(page)
    hand.press("main form button[type=submit]")
    page.wait_for_url("**/endre/*/")


def fill_every_page(page: Page, hand: type[Mouse | Keyboard], answers: Mapping[str, str]) -> None:
    """Each page in turn to the last, where one looks it over; every answer finds its field."""
    asked = dict(answers)
    while not page.url.endswith("/se-over/"):
        names = [name for name in asked if page.locator(f"main [name={name}]").count()]
        for name in names:
            hand(page).fill(f"main [name={name}]", asked.pop(name))
        seen(page)
        before = page.url
        hand(page).press("main button[name=next]:not([aria-hidden])")
        page.wait_for_url(lambda url, before=before: url != before)
    seen(page)
    assert asked == {}


def test_enter_in_a_field_goes_on(watched: Page, site: str, works: Works) -> None:
    page = opened(watched, site, works, "nb", WIDE)
    page.goto(site + works.page("handtering"))
    page.fill("[name=availability]", "fra 2027")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}{works.page('dokumenter')}")
    page.wait_for_load_state("networkidle")
