"""Intervals as cells: numbers where they can be, else texts that read alike in every language."""

import math
import re

from streams.imports.sheets.words import unit_in_words
from streams.quantities.intervals import Interval
from streams.quantities.reading import rounded, typed_interval
from streams.reference.languages import active_language

_UNCLEAR = re.compile(r"(?<![\d.,])([1-9]\d{0,2}[.,]\d{3})(?!\d)")
"""What is ten to some and ten thousand to others; one more decimal makes it clear."""
_LONG = re.compile(r"(?<![\d.,])\d{5,}")


def neutral_text(found: Interval, floor: float = 0.0) -> str | float:
    """A point is a number. `interval_of` gives the same interval back."""
    if found.is_point:
        return found.low
    if math.isinf(found.high) and math.isinf(found.low):
        return ""
    text = typed_interval(found, decimal_comma=active_language() != "en", floor=floor)
    return _UNCLEAR.sub(r"\g<1>0", text)


def same_interval(one: Interval | None, two: Interval | None) -> bool:
    """Whether both are the same number to twelve digits, which is what a file can keep."""
    if one is None or two is None:
        return one is two
    ends = ((one.low, two.low), (one.high, two.high))
    return all(a == b or rounded(a) == rounded(b) for a, b in ends)


def interval_in_words(found: Interval | None, unit: str, floor: float = 0.0) -> str:
    """As it stands on a page, with its unit."""
    if found is None:
        return ""
    text = typed_interval(found, decimal_comma=active_language() != "en", floor=floor)
    return f"{_LONG.sub(grouped, text)} {unit_in_words(unit)}".strip()


def grouped(digits: re.Match[str]) -> str:
    """ "12 000" on one line, and "12,000" in English."""
    space = "," if active_language() == "en" else "\N{NARROW NO-BREAK SPACE}"
    return f"{int(digits[0]):,}".replace(",", space)
