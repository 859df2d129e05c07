"""Reads intervals as people write them: "8–12", "ca. 10 000", "<0,1", "12,5 ± 0,5", "3 kt".

For forms and spreadsheets alike. What is unclear is refused with a sentence, never guessed.
"""

import math
import re
import unicodedata
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext

from streams.quantities.intervals import Interval, IntervalError
from streams.quantities.units import factor_between, unit_named, yearly_unit
from streams.quantities.words import WORDS

ABOUT = 0.1
"""How far "about" reaches to each side, as a share of the number: our own rule, said on screen."""
LONGEST = 80
LEAST_GROUPED = 10_000
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
_ABOUT_WORDS = r"(?:ca|circa|cirka|about|approx|omtrent|omkring|rundt|~|≈)\.?"
_UNDER_WORDS = r"(?:<=|<|≤|under|below|less than|mindre enn|maks|max|inntil|opptil|up to|at most)"
_OVER_WORDS = r"(?:>=|>|≥|over|above|more than|mer enn|meir enn|minst|min|at least)"
_NUMBER = r"[+-]?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)*(?:e[+-]?\d+)?"
_THREE_DIGITS = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
_PATTERN = re.compile(
    rf"(?P<word>{_ABOUT_WORDS}|{_UNDER_WORDS}|{_OVER_WORDS})?\.? *"
    rf"(?P<low>{_NUMBER})"
    rf"(?: *(?P<join>--?|to|til|\.\.|\.\.\.|\+/-|±) *(?P<high>{_NUMBER}))?"
    r" *(?P<unit>[^\W\d_].*|%|°.*)?",
    re.IGNORECASE,
)
_MULTIPLES: Mapping[str, float] = {"mill": 1e6, "million": 1e6, "mrd": 1e9, "tusen": 1e3}


def read_interval(
    text: str, unit: str = "", *, floor: float = 0.0, language: str = ""
) -> Interval | None:
    """The interval in `unit`, or None for an empty text.

    `language` is that of who wrote it, else the reader's.

    A unit in the text is converted. "Under" reaches down to `floor`, "over" upwards without end.
    Raises ValidationError that says what cannot be read.
    """
    tidy = tidied(text)
    if not tidy or tidy in {"-", "?"}:
        return None
    found = _PATTERN.fullmatch(tidy) if len(tidy) <= LONGEST else None
    if found is None:
        raise unreadable(text)
    low = number_from(found["low"], language)
    high = number_from(found["high"], language) if found["high"] else low
    plain = bounded((found["word"] or "").casefold(), found["join"] or "", low, high, floor)
    multiple, named = unit_parts(found["unit"] or "")
    return in_unit(plain, multiple, named, unit, floor)


def unreadable(text: str) -> ValidationError:
    shown = text.strip()[:LONGEST]
    return ValidationError(
        gettext("“%s” cannot be read. Write a number, or from–to, such as 8–12.") % shown,
        code="unreadable",
    )


def tidied(text: str) -> str:
    """One kind of dash and space, no currency of characters that look alike; case is kept."""
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r"[‐-―]", "-", plain)
    return re.sub(r"\s+", " ", plain).strip()


def number_from(text: str, language: str = "") -> float:
    """Decimal comma or point; spaces, and repeated points or commas, part thousands.

    Where Norwegian is read "10.000" is refused, which is ten to some and ten thousand to others;
    where English is read, "10,000".
    """
    plain = text.replace(" ", "")
    unclear = _THREE_DIGITS.fullmatch(plain)
    thousands = "," if (language or get_language() or "").startswith("en") else "."
    if unclear and unclear[1] == thousands:
        raise ValidationError(
            gettext("“%s” can mean two things. Write it without thousands separator.") % text,
            code="ambiguous",
        )
    if "," in plain and "." in plain:
        decimal = max(plain.rfind(","), plain.rfind("."))
        plain = re.sub(r"[.,]", "", plain[:decimal]) + "." + plain[decimal + 1 :]
    elif plain.count(",") > 1 or plain.count(".") > 1:
        plain = re.sub(r"[.,]", "", plain)
    else:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        raise unreadable(text) from None
    if not math.isfinite(value):
        raise unreadable(text)
    return value


def bounded(word: str, join: str, low: float, high: float, floor: float) -> Interval:
    """What the words and signs around one or two numbers make of them."""
    if join in {"±", "+/-"}:
        return interval(low - abs(high), low + abs(high))
    if join:
        return interval(low, high)
    if re.fullmatch(_UNDER_WORDS, word):
        return interval(floor, high)
    if re.fullmatch(_OVER_WORDS, word):
        return Interval(low, math.inf)
    if word:
        return interval(*sorted(rounded(low * side) for side in (1 - ABOUT, 1 + ABOUT)))
    return Interval.point(low)


def interval(low: float, high: float) -> Interval:
    try:
        return Interval(low, high)
    except IntervalError:
        text = gettext("The first number is above the second: write the smallest first.")
        raise ValidationError(text, code="reversed") from None


def unit_parts(text: str) -> tuple[float, str]:
    """ "mill. t" is (1e6, "t")."""
    word, _, rest = text.replace(".", " ").strip().partition(" ")
    if word.casefold() in _MULTIPLES:
        return _MULTIPLES[word.casefold()], rest.strip()
    return 1.0, text.strip()


def in_unit(plain: Interval, multiple: float, named: str, unit: str, floor: float) -> Interval:
    """Converted to `unit`; an open lower end stays where it is."""
    if not named and multiple == 1:
        return plain
    plain_unit, times = yearly_unit(named) if unit.endswith("/yr") else (named, 1.0)
    found = unit_named(plain_unit) if plain_unit else ""
    factor, offset = factor_between(found, unit) if found else (1.0, 0.0)
    if named and (factor is None or not plain_unit):
        shown = {"given": named, "unit": WORDS.get(unit, unit)}
        raise ValidationError(
            gettext("“%(given)s” is no unit that we can turn into %(unit)s.") % shown, code="unit"
        )
    scale = multiple * times * (factor or 1.0)
    low = floor if plain.low == floor else plain.low * scale + offset
    high = plain.high if math.isinf(plain.high) else plain.high * scale + offset
    return interval(rounded(low), rounded(high))


def rounded(value: float) -> float:
    """Without the last digits that conversion of binary fractions leaves behind."""
    return float(f"{value:.12g}") if math.isfinite(value) else value


def typed_interval(
    found: Interval, *, decimal_comma: bool, floor: float = 0.0, grouped: bool = False
) -> str:
    """As somebody would type it; read_interval gives the same interval back.

    With `grouped`, spaces part the thousands of five digits and more.
    """
    low, high = (typed_number(end, decimal_comma, grouped) for end in (found.low, found.high))
    if math.isinf(found.high):
        return f">{low}" if math.isfinite(found.low) else ""
    if found.is_point:
        return low
    return f"<{high}" if found.low in (floor, -math.inf) else f"{low}–{high}"


def typed_number(value: float, decimal_comma: bool, grouped: bool = False) -> str:
    text = f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"
    whole, point, rest = text.partition(".")
    if grouped and whole.lstrip("-").isdigit() and abs(value) >= LEAST_GROUPED:
        text = f"{int(whole):,}".replace(",", THIN_SPACE) + point + rest
    return text.replace(".", ",") if decimal_comma else text
