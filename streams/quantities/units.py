"""Units that people use for what the register keeps in one unit each; pint does the arithmetic."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import pint
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

DAYS_OF_A_YEAR = 365.0
HOURS_OF_A_YEAR = 24 * DAYS_OF_A_YEAR
"""8760, as plants reckon: every conversion to a year is of this one length, leap years or not."""
PER_YEAR = re.compile(r"(?:/|per | pr |pr )\s*(?:yr|year|år|aar|a|annum)$", re.IGNORECASE)
_SPANS = {
    "h|hr|hour|hours|time|timer": HOURS_OF_A_YEAR,
    "d|day|days|dag|døgn|døger": DAYS_OF_A_YEAR,
    "w|wk|week|uke|veke|uka|veka": DAYS_OF_A_YEAR / 7,
    "m|mo|month|mnd|måned|månad": 12.0,
}
"""How many of each a year has; a stream that flows all the time is meant."""
_PER = r"(?:/\s*|\bper |\bpr |\bi )"
PER_SPAN: Mapping[re.Pattern[str], float] = {
    re.compile(rf"{_PER}(?:{names})$", re.IGNORECASE): count for names, count in _SPANS.items()
}
PER_T = re.compile(rf"{_PER}t$", re.IGNORECASE)
"""Per tonne to most, per hour ("time") to some."""
UNCLEAR: Mapping[str, tuple[str, str]] = {
    "MT": ("t", "Mt"), "mt": ("t", "Mt"), "mT": ("t", "Mt"),
    "mW": ("MW", "kW"), "mWh": ("MWh", "kWh"), "mPa": ("MPa", "kPa"),
}  # fmt: skip
"""Written in exactly this case they are refused, and two units named that may be meant: MT is
the metric tonne to many and the million tonnes to others, and m is a thousandth, not a million."""
SPELLED: Mapping[str, str] = {
    "%": "percent", "wt%": "percent", "vekt-%": "percent", "vekt%": "percent", "vol%": "percent",
    "vol-%": "percent", "vekt %": "percent", "vol %": "percent", "wt %": "percent",
    "t": "tonne", "tonn": "tonne", "tonnes": "tonne", "ton": "tonne", "kt": "kilotonne",
    "Mt": "megatonne", "kg": "kilogram", "g": "gram",
    "gwh": "GWh", "mwh": "MWh", "kwh": "kWh", "twh": "TWh", "tj": "TJ", "gj": "GJ", "pj": "PJ",
    "mw": "MW", "kw": "kW", "gw": "GW",
    "mm": "mm", "cm": "cm", "µm": "um", "μm": "um", "um": "um", "mikron": "um", "m": "m",
    "kg/m³": "kg/m**3", "kg/m3": "kg/m**3", "t/m3": "tonne/m**3", "t/m³": "tonne/m**3",
    "g/cm3": "g/cm**3", "g/cm³": "g/cm**3", "kg/l": "kg/liter",
    "°c": "degC", "c": "degC", "k": "kelvin", "grader": "degC", "°k": "kelvin",
    "bar": "bar", "mbar": "mbar", "kpa": "kPa", "mpa": "MPa", "pa": "Pa", "atm": "atm",
    "m²": "m**2", "m2": "m**2", "daa": "decare", "dekar": "decare", "mål": "decare",
    "ha": "hectare", "km2": "km**2", "km²": "km**2",
    "mg/kg": "mg/kg", "ppm": "mg/kg", "g/t": "mg/kg", "µg/kg": "ug/kg", "g/kg": "g/kg",
    "nok/t": "nok/tonne", "kr/t": "nok/tonne", "kr/tonn": "nok/tonne", "kr per tonn": "nok/tonne",
    "nok/tonn": "nok/tonne", "kr/kg": "nok/kg", "nok/kg": "nok/kg", "ph": "",
    **dict(zip(UNCLEAR, UNCLEAR, strict=True)),
}  # fmt: skip
_OF_CO2 = re.compile(r"(?<=t)co2", re.IGNORECASE)


@cache
def registry() -> "pint.UnitRegistry[float]":
    units: pint.UnitRegistry[float] = pint.UnitRegistry()
    for definition in ("decare = 1000 * m**2", "kilotonne = 1000 * tonne",
                       "megatonne = 1e6 * tonne", "nok = [norwegian_money]"):  # fmt: skip
        units.define(definition)
    return units


@lru_cache(maxsize=512)
def unit_named(text: str) -> str:
    """Our spelling of a unit, without "per year"; what is unknown or unclear as it stands.

    Case counts where SPELLED has capitals, as in Mt, and nowhere else.
    """
    plain = PER_YEAR.sub("", _OF_CO2.sub("", text.strip())).strip()
    return SPELLED.get(plain) or SPELLED.get(plain.casefold(), plain.casefold())


def yearly_unit(text: str) -> tuple[str, float]:
    """ "t/day" is ("t", 365): the unit, and how many times a year has it.

    Raises ValidationError for "kg/t", which is per tonne to most and per hour to some.
    """
    plain = text.strip()
    if found := PER_T.search(plain):
        shown = {"given": plain, "hourly": f"{plain[: found.start()].strip()}/h"}
        message = gettext("“%(given)s” can mean per tonne. If it is per hour, write %(hourly)s.")
        raise ValidationError(message % shown, code="unit")
    for pattern, count in PER_SPAN.items():
        if found := pattern.search(plain):
            return plain[: found.start()].strip(), count
    return text, 1.0


@lru_cache(maxsize=512)
def factor_between(given: str, wanted: str) -> tuple[float | None, float]:
    """(factor, offset) that turn a number in one unit into the other; (None, 0) when none does.

    `given` is one of SPELLED's values, `wanted` a unit of the register such as "t/yr".
    Raises ValidationError for units that are written unclearly, and names what may be meant.
    """
    target = unit_named(wanted)
    refuse_unclear(given)
    refuse_unclear(target)
    if given == target:
        return 1.0, 0.0
    if given not in SPELLED.values() or target not in SPELLED.values():
        return None, 0.0
    units = registry()
    try:
        offset = units.Quantity(0.0, given).to(target).magnitude
        factor = units.Quantity(1.0, given).to(target).magnitude - offset
    except pint.PintError:
        return None, 0.0
    return float(factor), float(offset)


def refuse_unclear(unit: str) -> None:
    """Raises ValidationError for "MT", "mW" and the like."""
    if unit in UNCLEAR:
        one, other = UNCLEAR[unit]
        shown = {"given": unit, "one": one, "other": other}
        message = gettext("“%(given)s” can mean two things. Write %(one)s or %(other)s.")
        raise ValidationError(message % shown, code="unit")
