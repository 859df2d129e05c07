"""What a cell means: text, number, date, year or choice, as real files hold them.

Each function raises ValidationError with a sentence for people.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from streams.cells import PerCent, ReadCell, unharmed
from streams.imports.sheets.words import unit_in_words
from streams.quantities.intervals import Interval, IntervalError
from streams.quantities.reading import read_interval, rounded
from streams.quantities.units import factor_between, unit_named
from streams.reference.queries import folded

DAY_ZERO = date(1899, 12, 30)
"""From which spreadsheets count days (of the 1900 system, after their 29 February 1900)."""
SERIAL_DAYS = (10_000, 80_000)
"""Numbers that are read as days: 1927 to 2119."""
_NORWEGIAN_DATE = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\.?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_YEAR = re.compile(r"(1[5-9]|2[01])\d\d")


def is_blank(cell: ReadCell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u00a0"))


def text_of(cell: ReadCell) -> str:
    """As it stands there; a number without the decimals that only the file has."""
    if isinstance(cell, str):
        return unharmed(cell).strip(" \t\r\n\u00a0").replace("\0", "").replace("\r\n", "\n")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, PerCent):
        return f"{cell.shown:.12g} %"
    if isinstance(cell, int | float):
        return f"{cell:.12g}" if abs(cell) < 1e12 else f"{cell:.0f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)


def interval_of(
    cell: ReadCell, unit: str, *, given: str = "", floor: float = 0.0, language: str = ""
) -> Interval | None:
    """In `unit`. `given` is the unit of the heading, which holds where the cell names none."""
    if is_blank(cell):
        return None
    if isinstance(cell, date | timedelta):
        raise ValidationError(
            gettext("The spreadsheet has made a date of this. Write it as text, such as '8-12.")
        )
    if isinstance(cell, bool):
        raise ValidationError(gettext("“%s” is no number.") % text_of(cell))
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise ValidationError(gettext("“%s” is no number.") % cell)
        found: Interval | None = Interval.point(number_in(cell, given or unit))
    else:
        found = read_interval(text_of(cell), given or unit, floor=floor, language=language)
    return converted(found, given, unit, floor) if found and given else found


def number_in(cell: float, unit: str) -> float:
    """A cell that is shown as per cent holds a hundredth of what people see in it."""
    if not isinstance(cell, PerCent):
        return rounded(float(cell))
    if unit_named(unit) != unit_named("%"):
        shown = {"cell": text_of(cell), "unit": unit_in_words(unit) or unit}
        raise ValidationError(
            gettext(
                "The spreadsheet shows this as %(cell)s, but the column is in %(unit)s. Format the"
                " cell as a number."
            )
            % shown
        )
    return cell.shown


def converted(found: Interval, given: str, unit: str, floor: float) -> Interval:
    factor, offset = factor_between(unit_named(given), unit)
    if factor is None:
        shown = {"given": given, "unit": unit}
        raise ValidationError(
            gettext("“%(given)s” is no unit that we can turn into %(unit)s.") % shown
        )
    low = found.low if found.low == floor else rounded(found.low * factor + offset)
    high = found.high if math.isinf(found.high) else rounded(found.high * factor + offset)
    try:
        return Interval(low, high)
    except IntervalError:
        raise ValidationError(gettext("“%s” is no number.") % found.low) from None


def day_of(cell: ReadCell) -> date | None:
    """A date cell, a number of days, "2024-03-01" or "1.3.2024"."""
    if is_blank(cell):
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, PerCent) and is_serial(cell):
        return DAY_ZERO + timedelta(days=int(cell))
    return day_in(text_of(cell))


def is_serial(number: float) -> bool:
    return SERIAL_DAYS[0] <= number <= SERIAL_DAYS[1]


def day_in(text: str) -> date:
    iso, norwegian = _ISO_DATE.fullmatch(text), _NORWEGIAN_DATE.fullmatch(text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if norwegian:
            return date(int(norwegian[3]), int(norwegian[2]), int(norwegian[1]))
    except ValueError:
        pass
    raise ValidationError(gettext("“%s” is no date. Write it as 2024-03-31.") % text[:40])


def year_of(cell: ReadCell) -> int | None:
    """A year by itself, or that of a date."""
    if is_blank(cell):
        return None
    if isinstance(cell, date):
        return cell.year
    text = text_of(cell)
    if not _YEAR.fullmatch(text):
        raise ValidationError(gettext("“%s” is no year.") % text[:40])
    return int(text)


def choice_of(cell: ReadCell, by_word: Mapping[str, Any]) -> Any:
    """The value that a word means; None for a blank cell."""
    if is_blank(cell):
        return None
    text = text_of(cell)
    if (word := folded(text)) in by_word:
        return by_word[word]
    raise ValidationError(gettext("“%s” is none of the choices.") % text[:60])
