"""What a heading means: a column of ours in any language, a year's amount, or a substance."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from streams.chemistry.formulas import FormulaError
from streams.imports.sheets.records import AMOUNT, COLUMNS, KIND, LISTING, UNIT, YEAR, named
from streams.imports.sheets.words import ANALYSES, YEARS, by_word
from streams.quantities.units import SPELLED, unit_named
from streams.reference.models import Substance
from streams.reference.queries import folded, resolve_substance
from streams.register.models import Analysis, YearlyFigure

RECORDS = "records"
AMOUNTS = ("mengde", "mengd", "volum", "volume", "tonn", "tonnes", "tonnasje", "energi", "energy",
           "produksjon", "production", "mengde per år", "mengd per år", "annual volume",
           "årlig mengde", "årleg mengd")  # fmt: skip
TRACE, MAIN = _("trace"), _("main constituent")
Words = Mapping[str, str]
_BRACKETS = re.compile(r"(.*?)\s*[(\[]([^()\[\]]+)[)\]]\s*", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LONE_LETTERS = frozenset("tgmkca")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a file. `key` names a column of ours; else it may be a year or a substance."""

    index: int
    text: str
    key: str = ""
    unit: str = ""
    year: int | None = None
    substance: Substance | None = None
    is_trace: bool | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.key or self.year or self.substance)


def plain(model: Any, name: str) -> Any:
    return model._meta.get_field(name).verbose_name


LINKS = (LISTING, _("Listing")), (LISTING, named("own_reference")), ("title", named("title"))
OTHER_LINKS = ((LISTING, "referanse"), (LISTING, "reference"), (LISTING, "ref"),
               (LISTING, "sidestrøm"), (LISTING, "stream"))  # fmt: skip
TABLES: Mapping[str, tuple[tuple[str, Any], ...]] = {
    RECORDS: (
        *((column.key, column.label) for column in COLUMNS),
        *((column.key, word) for column in COLUMNS for word in column.others),
        (KIND, _("Kind")), (YEAR, _("Year")), (AMOUNT, _("Amount")), (UNIT, _("Unit")),
        *((AMOUNT, word) for word in AMOUNTS),
    ),
    YEARS: (
        *LINKS, *OTHER_LINKS, (YEAR, _("Year")), (AMOUNT, _("Amount")), (UNIT, _("Unit")),
        ("method", plain(YearlyFigure, "method")),
        ("determined_on", plain(YearlyFigure, "determined_on")),
        *((AMOUNT, word) for word in AMOUNTS),
    ),
    ANALYSES: (
        *LINKS, *OTHER_LINKS, ("analysed_on", plain(Analysis, "analysed_on")),
        ("method", plain(Analysis, "method")), ("basis", plain(Analysis, "basis")),
        ("is_typical", plain(Analysis, "is_typical")), ("source", plain(Analysis, "source")),
        ("is_copied", plain(Analysis, "is_copied")),
        ("analysed_on", "analysed"), ("analysed_on", "analysert"), ("analysed_on", "prøvedato"),
        ("method", "method"), ("method", "metode"),
    ),
}  # fmt: skip
"""Key and label of every column; several labels may mean one key. The first one is written."""


@cache
def words_of(table: str) -> Words:
    return by_word(TABLES[table])


@cache
def words_in(table: str, language: str) -> frozenset[str]:
    with override(language):
        return frozenset(folded(str(label)) for _key, label in TABLES[table])


@cache
def trace_words() -> Mapping[str, bool]:
    return by_word([(True, TRACE), (False, MAIN)])


def heading_of(index: int, text: str, table: str, group: str = "") -> Heading:
    """What a heading says by itself, else together with the one that stands over it."""
    own = alone(index, text, table)
    if own.is_known or not group:
        return own
    label, unit, _is_trace = parted(group)
    both = alone(index, f"{label} {text}".strip(), table)
    if not both.is_known:
        return own
    return replace(both, text=text or group, unit=both.unit or unit)


def alone(index: int, text: str, table: str) -> Heading:
    label, unit, is_trace = parted(text)
    key = words_of(table).get(folded(label)) or words_of(table).get(folded(text), "")
    if key:
        return Heading(index, text, key, unit)
    year = _YEAR.search(label)
    if year and table != ANALYSES and means_amount(_YEAR.sub("", label), table):
        return Heading(index, text, "", unit, int(year[1]))
    found = substance_in(label, bool(unit))
    return Heading(index, text, "", unit, None, found, is_trace if found else None)


def means_amount(rest: str, table: str) -> bool:
    """ "Mengde 2024" says so itself, and so does a bare year in a table of years."""
    label, _unit, _trace = parted(rest)
    return words_of(table).get(folded(label)) == AMOUNT or (not folded(label) and table == YEARS)


def parted(text: str) -> tuple[str, str, bool | None]:
    """ "Pb (mg/kg, trace)" is ("Pb", "mg/kg", True)."""
    label = " ".join(text.replace("\u00a0", " ").split()).rstrip("* ")
    found = _BRACKETS.fullmatch(label)
    if found:
        first, *more = (part.strip() for part in found[2].split(","))
        is_trace = next((trace_words().get(folded(part)) for part in more), None)
        if is_unit(first):
            return found[1].strip(), first, is_trace
        return label, "", None
    return without_brackets(label)


def without_brackets(label: str) -> tuple[str, str, bool | None]:
    """ "Pb mg/kg", "SiO2, vekt-%", "Mengde 2024 tonn per år"."""
    words = label.split(" ")
    for start in range(1, len(words)):
        unit = " ".join(words[start:])
        comma = words[start - 1].endswith(",")
        if is_unit(unit) and (comma or unit.casefold() not in _LONE_LETTERS):
            return " ".join(words[:start]).rstrip(", "), unit, None
    return label, "", None


def is_unit(text: str) -> bool:
    found = unit_named(text)
    return bool(found) and found in SPELLED.values()


def substance_in(label: str, has_unit: bool) -> Substance | None:
    """One of the lists; any other formula only where a unit stands beside it."""
    try:
        found = resolve_substance(label) if label and len(label) <= 40 else None
    except FormulaError:
        return None
    return found if found is not None and (has_unit or not found._state.adding) else None


def language_in(texts: Iterable[str], table: str) -> str:
    """ "en" or "nb" by which language more headings are written in, "" when that is not clear."""
    labels = [folded(parted(text)[0]) for text in texts]
    english = sum(label in words_in(table, "en") for label in labels)
    norwegian = max(sum(label in words_in(table, one) for label in labels) for one in ("nb", "nn"))
    if english == norwegian:
        return ""
    return "en" if english > norwegian else "nb"
