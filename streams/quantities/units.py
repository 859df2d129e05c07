"""Units that people use for what the register keeps in one unit each; pint does the arithmetic."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import pint

PER_YEAR = re.compile(r"(?:/|per | pr |pr )\s*(?:yr|year|år|aar|a|annum)$")
_SPANS = {
    "h|hr|hour|hours|t|time|timer": 8760.0,
    "d|day|days|dag|døgn|døger": 365.25,
    "w|wk|week|uke|veke|uka|veka": 365.25 / 7,
    "m|mo|month|mnd|måned|månad": 12.0,
}
"""How many of each a year has; a stream that flows all the time is meant."""
PER_SPAN: Mapping[re.Pattern[str], float] = {
    re.compile(rf"(?:/\s*|\bper |\bpr |\bi )(?:{names})$"): count for names, count in _SPANS.items()
}
SPELLED: Mapping[str, str] = {
    "%": "percent", "wt%": "percent", "vekt-%": "percent", "vekt%": "percent", "vol%": "percent",
    "vol-%": "percent", "vekt %": "percent", "vol %": "percent", "wt %": "percent",
    "t": "tonne", "tonn": "tonne", "tonnes": "tonne", "ton": "tonne", "kt": "kilotonne",
    "mt": "megatonne", "kg": "kilogram", "g": "gram",
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
}  # fmt: skip


@cache
def registry() -> "pint.UnitRegistry[float]":
    units: pint.UnitRegistry[float] = pint.UnitRegistry()
    for definition in ("decare = 1000 * m**2", "kilotonne = 1000 * tonne",
                       "megatonne = 1e6 * tonne", "nok = [norwegian_money]"):  # fmt: skip
        units.define(definition)
    return units


@lru_cache(maxsize=512)
def unit_named(text: str) -> str:
    """Our spelling of a unit, without "per year"; unknown text as it stands."""
    plain = PER_YEAR.sub("", text.strip().casefold().replace("tco2", "t")).strip()
    return SPELLED.get(plain, plain)


def yearly_unit(text: str) -> tuple[str, float]:
    """ "t/day" is ("t", 365.25): the unit, and how many times a year has it."""
    plain = text.strip().casefold()
    for pattern, count in PER_SPAN.items():
        if found := pattern.search(plain):
            return plain[: found.start()].strip(), count
    return text, 1.0


@lru_cache(maxsize=512)
def factor_between(given: str, wanted: str) -> tuple[float | None, float]:
    """(factor, offset) that turn a number in one unit into the other; (None, 0) when none does.

    `given` is one of SPELLED's values, `wanted` a unit of the register such as "t/yr".
    """
    target = unit_named(wanted)
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
