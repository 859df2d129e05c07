"""Pages in a real browser: nobody is shut out, nothing breaks the CSP, nothing slides sideways."""

from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import NARROWEST, PHONE, WIDE, axe_violations, open_page, sideways

pytestmark = pytest.mark.browser

PAGES = [
    "/gallery/complete/",
    "/gallery/sparse/",
    "/confirm/",
    "/error/404/",
    "/konto/login/",
    "/konto/password/reset/",
]
COVERED = """() => [...document.querySelectorAll(".map-county")].flatMap((count) => {
  const one = count.getBoundingClientRect();
  return [...document.querySelectorAll(".map-county, .map-point, .map-cluster")].filter((other) => {
    const two = other.getBoundingClientRect();
    return other !== count && one.left < two.right && two.left < one.right
      && one.top < two.bottom && two.top < one.bottom;
  }).map((other) => `${count.textContent} ${other.className}`);
})"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_open_to_all(watched: Page, gallery: str, path: str, size: ViewportSize) -> None:
    open_page(watched, gallery + path, size)
    assert axe_violations(watched) == []
    assert watched.evaluate("() => window.broken") == []
    assert sideways(watched) <= 0


@pytest.mark.parametrize("path", PAGES)
def test_page_fits_the_narrowest_screen(watched: Page, gallery: str, path: str) -> None:
    open_page(watched, gallery + path, NARROWEST)
    assert sideways(watched) <= 0


def test_chart_and_map_are_drawn_and_data_blocks_are_not_run(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/gallery/complete/", WIDE)
    watched.wait_for_selector("[data-hit-map][data-shown='15']")
    assert watched.locator(".volume-chart__picture svg path").count() > 4
    assert watched.locator(".map-outline--1, .map-outline--2").count() == 1
    assert watched.locator(".map-county").count() == 1
    corner = watched.locator(".map-list a").inner_text()
    assert corner.startswith("Trøndelag: 1 ")
    assert watched.evaluate("() => window.broken") == []


def test_county_level_hits_are_no_points(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/gallery/complete/", WIDE)
    watched.wait_for_selector("[data-hit-map][data-shown='15']")
    shown = watched.locator(".map-point, .map-cluster").all_inner_texts()
    clustered = sum(int(text.split()[0]) if text.strip() else 1 for text in shown)
    assert clustered == 12


def test_counts_of_counties_lie_over_nothing(watched: Page, gallery: str) -> None:
    for size in (WIDE, PHONE):
        open_page(watched, gallery + "/gallery/complete/", size)
        watched.wait_for_selector("[data-hit-map][data-shown='15']")
        watched.wait_for_timeout(500)
        assert watched.evaluate(COVERED) == []


def test_without_scripts_a_map_is_one_short_line(browser: Any, gallery: str, chromium: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto(gallery + "/gallery/complete/")
    box = page.locator("[data-hit-map]").first.bounding_box()
    assert box
    assert box["height"] < 80
    context.close()


def test_map_opens_by_keyboard(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/gallery/complete/", WIDE)
    marker = watched.locator(".map-county").first
    marker.focus()
    marker.press("Enter")
    popup = watched.locator(".map-popup")
    assert popup.locator("a").count() == 3
    assert popup.locator("a").last.get_attribute("href") == "/sok/?county=18"


def test_band_tick_is_not_offered_when_everyone_sees_the_value(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/gallery/complete/", WIDE)
    control = watched.locator("section[aria-label=visibility] .audience")
    assert control.locator(".audience__band").is_visible()
    control.locator("input[value='0']").focus()
    control.locator("input[value='1']").press("ArrowLeft")
    assert not control.locator(".audience__band").is_visible()


def test_phone_menu_and_filters_open_without_scripts(
    browser: Any, gallery: str, chromium: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(gallery + "/confirm/")
    assert not page.locator("#site-nav a").first.is_visible()
    page.locator("[popovertarget=site-nav]").first.click()
    assert page.locator("#site-nav a").first.is_visible()
    context.close()


def test_skip_link_comes_first_and_leads_to_the_content(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/confirm/", WIDE)
    watched.keyboard.press("Tab")
    assert watched.evaluate("() => document.activeElement.getAttribute('href')") == "#content"
    watched.keyboard.press("Enter")
    assert watched.evaluate("() => document.activeElement.id") == "content"


def test_errors_take_the_focus_and_lead_to_the_field(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/gallery/complete/", WIDE)
    watched.locator("ds-error-summary a").first.click()
    assert watched.evaluate("() => document.activeElement.id") == "id_title"


def test_policy_watch_notices_an_inline_style(watched: Page, gallery: str) -> None:
    open_page(watched, gallery + "/confirm/", WIDE)
    watched.evaluate(
        "() => { document.body.insertAdjacentHTML('beforeend', '<i style=\"top:0\">'); }"
    )
    watched.wait_for_timeout(200)
    assert set(watched.evaluate("() => window.broken")) == {"style-src-attr inline "}
