"""Numbers, intervals and units as people write them. Templates and pages of streams.web only."""

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from streams.quantities import bands
from streams.quantities.bands import BandScale
from streams.reference.languages import active_language

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
FIXED_SPACE = "\N{NO-BREAK SPACE}"
TRACE_PERCENT = 0.1
MILLIGRAMS_PER_PERCENT = 10_000
DIGITS = 6
HECTARE = 10_000
UNITS: Mapping[str, Any] = {
    "t/yr": _("t per year"),
    "GWh/yr": _("GWh per year"),
    "wt%": "%",
    "vol%": _("% by volume"),
    "NOK/t": _("NOK per tonne"),
    "pH": "",
}
SCALES: Mapping[str, BandScale] = {
    scale.unit: scale for scale in vars(bands).values() if isinstance(scale, BandScale)
}


def written(value: float) -> str:
    """At most six significant digits, grouped and with the decimal mark of the language."""
    exact = Decimal(format(value, f".{DIGITS}g")) if abs(value) < 10**DIGITS else round(value)
    text = format(exact, ",f").replace("-", "\N{MINUS SIGN}")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if active_language() == "en":
        return text
    return text.translate({ord(","): THIN_SPACE, ord("."): ","})


def unit_text(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def short_unit(unit: str) -> str:
    """Without "per year", for places where that is said beside it."""
    return unit.removesuffix("/yr") if unit.endswith("/yr") else unit_text(unit)


def with_unit(text: str, unit: str) -> str:
    """A number and its unit, kept on one line."""
    return f"{text}{FIXED_SPACE}{unit.replace(' ', FIXED_SPACE)}" if unit else text


def number_text(fact: Mapping[str, Any], *, short: bool = False) -> str:
    """What a number among facts says: a value, an interval, or "Over" and "Under" for bands.

    `fact` has low, high (None is unbounded), unit, and precision "exact" or "band".
    """
    unit = str(fact["unit"])
    low, high = ends_shown(fact)
    label = short_unit(unit) if short else unit_text(unit)
    return with_unit(interval_text(low, high), label)


def share_text(fact: Mapping[str, Any], *, per_cent: bool = False) -> str:
    """A share of weight: in per cent, and in mg/kg where a measured one is below 0.1 %.

    With `per_cent` never in mg/kg, for shares that stand beside larger ones.
    """
    low, high = ends_shown(fact)
    if in_milligrams(fact) and high is not None and not per_cent:
        low = None if low is None else low * MILLIGRAMS_PER_PERCENT
        return with_unit(interval_text(low, high * MILLIGRAMS_PER_PERCENT), "mg/kg")
    return with_unit(interval_text(low, high), "%")


def in_milligrams(fact: Mapping[str, Any]) -> bool:
    """Whether a share of weight is measured and so small that it is said in mg/kg."""
    high = fact["high"]
    return fact.get("precision") == "exact" and high is not None and 0 < high < TRACE_PERCENT


def ends_shown(fact: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """The ends that are worth saying: the ends of a band's scale say nothing."""
    low, high = fact["low"], fact["high"]
    if fact.get("precision") != "band":
        return low, high
    scale = SCALES.get(str(fact["unit"]))
    if scale is None:
        return low, high
    return (None if low == scale.floor else low), (None if high == scale.ceiling else high)


def interval_text(low: float | None, high: float | None) -> str:
    """ "1 000–10 000", "Over 100 000", "Under 100", or one number."""
    low = None if low is not None and math.isinf(low) else low
    high = None if high is not None and math.isinf(high) else high
    if low is None and high is None:
        return pgettext("a number with no known limits", "Any amount")
    if low is None:
        return gettext("Under %s") % written(high or 0.0)
    if high is None:
        return gettext("Over %s") % written(low)
    if low == high:
        return written(low)
    dash = "–" if low >= 0 else f" {pgettext('from one number to another', 'to')} "
    return f"{written(low)}{dash}{written(high)}"


def at_least_text(fact: Mapping[str, Any]) -> str:
    """A derived amount: what is certain is said first, "At least 38 t"."""
    low, high = fact["low"] or 0.0, fact["high"]
    unit = short_unit(str(fact["unit"]))
    if high is not None and low == high:
        return with_unit(written(low), unit)
    if high is None and low == 0:
        return interval_text(None, None)
    if high is None:
        return gettext("At least %s") % with_unit(written(low), unit)
    if low == 0:
        return gettext("Up to %s") % with_unit(written(high), unit)
    return with_unit(interval_text(low, high), unit)


def point_text(latitude: float, longitude: float) -> str:
    """ "58,29° N, 6,96° Ø"."""
    north = pgettext("compass", "N") if latitude >= 0 else pgettext("compass", "S")
    east = pgettext("compass", "E") if longitude >= 0 else pgettext("compass", "W")
    parts = (f"{written(round(abs(latitude), 3))}°{FIXED_SPACE}{north}",
             f"{written(round(abs(longitude), 3))}°{FIXED_SPACE}{east}")  # fmt: skip
    return "  ".join(parts)


def area_text(square_metres: float) -> str:
    """ "8.8 ha (88 000 m²)"."""
    hectares = with_unit(written(float(f"{square_metres / HECTARE:.3g}")), "ha")
    return f"{hectares} ({with_unit(written(square_metres), 'm²')})"


def size_text(size: int) -> str:
    """Bytes as kB or MB."""
    if size < 1_000_000:
        return with_unit(written(max(1, round(size / 1_000))), "kB")
    return with_unit(written(round(size / 1_000_000, 1)), "MB")


def day_text(day: date | str) -> str:
    """A day, or the local day of a moment; ISO 8601 as it stands among facts, too."""
    moment = datetime.fromisoformat(day) if isinstance(day, str) else day
    if isinstance(moment, datetime) and is_aware(moment):
        moment = localtime(moment)
    return date_format(moment, "DATE_FORMAT")


def moment_text(moment: datetime) -> str:
    """ "26. november 2026 kl. 08:24": the local day, and the time of a clock with 24 hours."""
    shown = {"day": day_text(moment), "time": f"{localtime(moment):%H:%M}"}
    return gettext("%(day)s at %(time)s") % shown
