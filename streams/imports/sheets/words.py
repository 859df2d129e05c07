"""Words of sheets in all three languages: names, headings, choices and units."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from streams.reference.languages import LANGUAGES
from streams.reference.queries import folded
from streams.vocabulary import Kind

UNITS: Mapping[str, Any] = {
    "t/yr": _("t/yr"),
    "GWh/yr": _("GWh/yr"),
    "wt%": _("wt%"),
    "vol%": _("vol%"),
    "NOK/t": _("NOK/t"),
    "pH": "",
}
GUIDE, YEARS, ANALYSES, PROBLEMS = "guide", "years", "analyses", "problems"
SHEETS: Mapping[str, Any] = {
    GUIDE: _("How to fill in"),
    Kind.MATERIAL.value: _("Side-streams"),
    Kind.HEAT.value: _("Waste heat"),
    Kind.GAS.value: _("Gases"),
    Kind.DEPOSIT.value: _("Deposits"),
    YEARS: _("Yearly figures"),
    ANALYSES: _("Analyses"),
    PROBLEMS: _("What is wrong"),
}
"""Names of our sheets, by what they hold; a sheet of records by its kind."""


def unit_in_words(unit: str) -> str:
    """As it stands in a heading: "t/år". What is written so can be read by `read_interval`."""
    return str(UNITS.get(unit, unit))


def in_each_language(text: Any) -> list[str]:
    """A lazy text in the three languages; one that is no lazy text stays as it is."""
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(str(text))
    return list(dict.fromkeys(found))


def by_word(texts: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """(value, lazy text) pairs by every word that means the value, and by the value itself."""
    found: dict[str, Any] = {}
    for value, text in texts:
        for word in (*in_each_language(text), str(value)):
            found.setdefault(folded(word), value)
    return found


@cache
def sheets_by_word() -> Mapping[str, str]:
    kinds = [(kind.value, kind.label) for kind in Kind]
    return by_word([*SHEETS.items(), *kinds])


def sheet_named(name: str) -> str:
    """What a sheet of this name holds, "" when its name does not tell."""
    return sheets_by_word().get(folded(name), "")


def yes_no() -> list[tuple[bool, str]]:
    return [(True, gettext("Yes")), (False, gettext("No"))]
