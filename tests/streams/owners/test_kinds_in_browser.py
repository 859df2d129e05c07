"""What follows the hand on owners' pages: an area drawn on a map, months drawn while typed."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests import worlds
from tests.browser import PHONE, WIDE, assert_open_to_all, open_page
from tests.conftest import BUILT
from tests.streams.owners.conftest import Works

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
CORNERS = ((200, 120), (320, 130), (300, 240))


@pytest.fixture
def site(live_server: Any, chromium: str) -> Iterator[str]:
    with override_settings(STATICFILES_DIRS=[BUILT]):
        yield str(live_server.url)


def log_in(page: Page, site: str, works: Works) -> None:
    cookie = works.client(works.kari).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


def test_areas_and_months_follow_the_hand_and_the_keyboard(
    watched: Page, site: str, works: Works
) -> None:
    log_in(watched, site, works)
    place = worlds.site(works.company, "Annet")
    deposit, heat = (worlds.listing(place, kind) for kind in ("deposit", "heat"))
    draws_an_area(watched, f"{site}/oppforing/{deposit.pk}/endre/deponiet/")
    draws_months(watched, f"{site}/oppforing/{heat.pk}/endre/varmen/")
    for page in (f"{deposit.pk}/endre/deponiet", f"{heat.pk}/endre/varmen",
                 f"{heat.pk}/endre/dokumenter", f"{deposit.pk}/endre/sammensetning"):  # fmt: skip
        open_page(watched, f"{site}/oppforing/{page}/", PHONE)
        assert_open_to_all(watched)


def draws_an_area(page: Page, address: str) -> None:
    open_page(page, address, WIDE)
    drawing = page.locator("[data-outline-picker]")
    drawing.scroll_into_view_if_needed()
    for x, y in CORNERS:
        drawing.click(position={"x": x, "y": y})
    field = page.locator("#id_outline")
    assert len(field.input_value().splitlines()) == len(CORNERS)
    expect(page.locator("#outline-area")).to_contain_text("ha")
    assert page.locator("path.map-area").count() == 1
    page.locator("#outline-undo").press("Enter")
    assert len(field.input_value().splitlines()) == len(CORNERS) - 1
    field.fill("58.29, 6.96\n58.29, 6.97\n58.295, 6.97\n58.295, 6.96")
    expect(drawing).to_have_attribute("data-corners", "4")
    expect(page.locator("#outline-area")).to_contain_text("32")
    assert_open_to_all(page)


def draws_months(page: Page, address: str) -> None:
    open_page(page, address, WIDE)
    for month in range(1, 13):
        page.locator(f"#id_months-{month}").fill(str(month))
    bars = page.locator("#months-picture rect")
    expect(bars).to_have_count(12)
    expect(page.locator("#months-picture")).to_contain_text("78")
    expect(page.locator("#id_monthly_unit_notes")).not_to_be_empty()
    assert_open_to_all(page)
