"""What tests in a real browser look at: axe, the security policy, and what slides sideways."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, ViewportSize

AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
NARROWEST: ViewportSize = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WATCH = """window.broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


def open_page(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    keep_picture(page, address, size)


def keep_picture(page: Page, address: str, size: ViewportSize) -> None:
    """With PICTURES set to a folder, what was seen is kept there for people to look at."""
    if folder := os.environ.get("PICTURES"):
        name = address.split("/", 3)[3].strip("/").replace("/", "-") or "front"
        page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)


def axe_violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    options = {"runOnly": {"type": "tag", "values": TAGS}}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def sideways(page: Page) -> int:
    return int(page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))


def assert_open_to_all(page: Page) -> None:
    """Nobody is shut out, the policy stopped nothing, no script failed, nothing slides sideways."""
    assert axe_violations(page) == []
    assert page.evaluate("() => window.broken") == []
    assert sideways(page) <= 0
