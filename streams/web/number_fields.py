"""Numbers in fields of a search: as people write them in their language, and as they were read."""

import re
from decimal import Decimal

from streams.reference.languages import active_language
from streams.web.numbers import THIN_SPACE

LARGEST_SHOWN = 1e15
SPACES = dict.fromkeys(map(ord, " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"))
MINUS = {ord("\N{MINUS SIGN}"): "-"}
GROUPED = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")
"""A number as English pages write it themselves."""


def number_for_programs(text: str) -> str:
    """ "1 234,5", and in English "1,234.5", as "1234.5"; anything else as it stands.

    A comma is the decimal mark, but in English between groups of three digits it is not.
    """
    joined = text.translate(SPACES | MINUS)
    if active_language() == "en" and GROUPED.fullmatch(joined):
        return joined.replace(",", "")
    return joined.replace(",", ".")


def as_read(value: float) -> str:
    """A number with all its digits, which number_for_programs reads as the same number."""
    if abs(value) >= LARGEST_SHOWN:
        return str(value)
    text = format(Decimal(str(value)), ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if active_language() == "en":
        return text
    return text.translate({ord(","): THIN_SPACE, ord("."): ","})
