"""Numbers and codes as people read them: thin spaces, local decimals, names for codes."""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext

from companies.models import County, Industry
from streams.reference.models import MaterialClass
from streams.reference.queries import critical_materials, resolve_substance, waste_codes

THIN = "\u202f"
LOWEST_TEMPERATURE = -273.15
KEPT_SECONDS = 300


def amount(value: float) -> str:
    """At most three decimals, thousands apart by a thin space."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    shown = number_format(text, use_l10n=True, force_grouping=True)
    return str(shown).replace("\xa0", THIN).replace(" ", THIN)


def measured(fact: Mapping[str, Any]) -> str:
    """ "4 321 t/yr", "1 000–10 000 t/yr", "< 100 t/yr" or "> 100 000 t/yr"."""
    low, high, unit = fact["low"], fact["high"], fact["unit"]
    unit = gettext("t/yr") if unit == "t/yr" else gettext("GWh/yr") if unit == "GWh/yr" else unit
    if high is None:
        return f">{THIN}{amount(low)}{THIN}{unit}" if low is not None else ""
    if low is None or (fact["precision"] == "band" and low in (0, LOWEST_TEMPERATURE)):
        return f"<{THIN}{amount(high)}{THIN}{unit}"
    if low == high:
        return f"{amount(low)}{THIN}{unit}"
    return f"{amount(low)}–{amount(high)}{THIN}{unit}"


def county_name(number: str) -> str:
    return _names(_slot(), _language())["county"].get(number, "")


def industry_name(code: str) -> str:
    return _names(_slot(), _language())["industry"].get(code, code)


def material_name(code: str) -> str:
    return _names(_slot(), _language())["material"].get(code, code)


def substance_name(key: str) -> str:
    found = resolve_substance(key)
    return found.symbol if found else key


def critical_name(code: str) -> str:
    return {row.code: row.name for row in critical_materials()}.get(code, code)


def waste_code_text(code: str) -> str:
    found = {row.code: f"{row.written} {row.name}" for row in waste_codes()}
    return found.get(code, code)


def forget_words() -> None:
    """For tests, where what one of them loaded is gone from the database in the next."""
    _names.cache_clear()


def _language() -> str:
    return get_language() or "nb"


def _slot() -> int:
    return int(time.monotonic() // KEPT_SECONDS)


@lru_cache(maxsize=6)
def _names(slot: int, language: str) -> Mapping[str, Mapping[str, str]]:
    """Names of codes in one language, kept for five minutes."""
    return {
        "county": dict(County.objects.values_list("number", "name")),
        "industry": {row.code: _in(row, language) for row in Industry.objects.all()},
        "material": {row.code: row.name_in(language) for row in MaterialClass.objects.all()},
    }


def _in(row: Industry, language: str) -> str:
    return {"nn": row.name_nn, "en": row.name_en}.get(language, row.name_nb)
