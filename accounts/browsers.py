"""What a browser says of itself, in words that people know; the page of sessions shows them.

Only the common ones, by the marks that they have carried for years. A name that is made up is as
good as any: this is for recognising one's own, nothing rests on it.
"""

import re

from django.utils.translation import gettext as _

BROWSERS = (
    (r"\bEdg(e|A|iOS)?/", "Edge"),
    (r"\b(OPR|Opera|OPiOS|OPT)/", "Opera"),
    (r"\bSamsungBrowser/", "Samsung Internet"),
    (r"\bVivaldi/", "Vivaldi"),
    (r"\b(Firefox|FxiOS)/", "Firefox"),
    (r"\b(Chrome|CriOS|Chromium|HeadlessChrome)/", "Chrome"),
    (r"\bVersion/.*\bSafari/", "Safari"),
)
"""The first that fits: most others also call themselves Chrome or Safari."""
SYSTEMS = (
    (r"\bWindows\b", "Windows"),
    (r"\biPhone\b", "iPhone"),
    (r"\biPad\b", "iPad"),
    (r"\bAndroid\b", "Android"),
    (r"\bCrOS\b", "ChromeOS"),
    (r"\bMac(intosh|OS)?\b", "macOS"),
    (r"\bLinux\b", "Linux"),
)
"""The first that fits: Android also calls itself Linux, and an iPhone is “like Mac OS X”."""


def browser_in_words(user_agent: str) -> str:
    """ "Firefox on Windows" in the reader's language; what is not known is said to be so."""
    browser = first_of(BROWSERS, user_agent) or _("Unknown browser")
    system = first_of(SYSTEMS, user_agent)
    if not system:
        return browser
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def first_of(marks: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in marks if re.search(mark, user_agent)), "")
