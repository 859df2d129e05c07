"""Sheets on their way out: headings and rows, before they become a workbook or CSV files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from streams.cells import Cell
from streams.imports.sheets.columns import WIDTH, Column
from streams.imports.sheets.headings import TABLES
from streams.imports.sheets.records import AMOUNT, LISTING, UNIT, YEAR, columns_of
from streams.imports.sheets.words import ANALYSES, SHEETS, YEARS, unit_in_words, yes_no
from streams.reference.models import Substance
from streams.reference.queries import materials_by_kind, resolve_substance, waste_codes
from streams.vocabulary import Basis, Kind, Method

OutCell = Cell | date
OutRow = Sequence[OutCell]
SubstanceColumn = tuple[str, str, bool]
"""Key, unit, and whether it counts as a trace."""


@dataclass(frozen=True, slots=True)
class Head:
    """One heading: text, what a note says of it, width in characters, words to choose from."""

    text: str
    note: str = ""
    width: int = WIDTH
    choices: Sequence[str] = ()


@dataclass(slots=True)
class OutSheet:
    """One sheet; `example` is the number of rows at the top that only show how."""

    name: str
    heads: Sequence[Head]
    rows: Iterable[OutRow]
    example: int = 0
    is_prose: bool = False
    """Texts to read, without headings; not for CSV."""
    has_heads: bool = True
    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    """Notes at cells, by row from 1 and column from 0."""


def sheet_title(key: str) -> str:
    return str(SHEETS[key])


def heads_of(kind: Kind, site_names: Sequence[str]) -> list[Head]:
    """Of a sheet of records."""
    return [
        Head(
            heading(str(column.label), column.unit, needed=bool(column.missing)),
            str(column.help_text),
            column.width,
            choices_of(column, kind, site_names),
        )
        for column in columns_of(kind)
    ]


def heading(label: str, unit: str, *, needed: bool = False) -> str:
    """ "Fukt (vekt-%)", "Tittel *"."""
    words = unit_in_words(unit) if unit else ""
    return f"{label}{f' ({words})' if words else ''}{' *' if needed else ''}"


def choices_of(column: Column, kind: Kind, site_names: Sequence[str]) -> Sequence[str]:
    if column.key == "site":
        return site_names
    if column.key == "material":
        return [one.name for one in materials_by_kind(kind)]
    if column.key == "waste_code":
        return [one.written for one in waste_codes()]
    return column.choices(kind)


def first_label(table: str, key: str) -> str:
    """The label that a column is written with."""
    return next(str(label) for one, label in TABLES[table] if one == key)


def year_heads() -> list[Head]:
    note = gettext("Your own reference, or the title, as in the first sheet.")
    methods = [str(method.label) for method in Method]
    return [
        Head(first_label(YEARS, LISTING), note, 22),
        Head(first_label(YEARS, "title"), gettext("Only for you to read."), 36),
        Head(first_label(YEARS, YEAR), "", 8),
        Head(
            first_label(YEARS, AMOUNT),
            gettext(
                "A number or from–to. Blank takes the year away. A year that is not here stays."
            ),
        ),
        Head(first_label(YEARS, UNIT), gettext("Others are converted, such as kt or MWh."), 12),
        Head(first_label(YEARS, "method"), "", 18, methods),
        Head(first_label(YEARS, "determined_on"), "", 18),
    ]


def analysis_heads(substances: Sequence[SubstanceColumn]) -> list[Head]:
    """One row an analysis, one column a substance and unit."""
    note = gettext("Your own reference, or the title, as in the first sheet.")
    bases = [str(basis.label) for basis in Basis]
    named = [
        Head(first_label(ANALYSES, LISTING), note, 22),
        Head(first_label(ANALYSES, "title"), gettext("Only for you to read."), 36),
        Head(
            first_label(ANALYSES, "analysed_on"),
            gettext("A row with another date is a new analysis; the one before is kept."), 14,
        ),
        Head(first_label(ANALYSES, "method"), gettext("Such as XRF."), 18),
        Head(first_label(ANALYSES, "basis"), "", 16, bases),
        Head(
            first_label(ANALYSES, "is_typical"),
            gettext("Yes for values from the literature."), 14, [text for _value, text in yes_no()],
        ),
        Head(
            first_label(ANALYSES, "is_copied"),
            gettext("Yes until you know that it holds for this listing, too."), 14,
            [text for _value, text in yes_no()],
        ),
        Head(first_label(ANALYSES, "source"), "", 20),
    ]  # fmt: skip
    return [*named, *(Head(substance_heading(one), "", 14) for one in substances)]


def substance_heading(column: SubstanceColumn) -> str:
    """ "SiO2 (vekt-%)"; says trace or main only where that is not the usual."""
    key, unit, is_trace = column
    known = resolve_substance(key)
    usual = known.is_trace_by_default if known else False
    parts = [unit_in_words(unit)]
    if is_trace != usual:
        parts.append(gettext("trace") if is_trace else gettext("main constituent"))
    return f"{substance_word(key, known)} ({', '.join(parts)})"


def substance_word(key: str, known: Substance | None) -> str:
    """A formula as it is, anything else by a name that is understood on the way back."""
    if known is None or known.formula == key:
        return key
    again = resolve_substance(known.name)
    return known.name if again is not None and again.key == key else key


def sheet_of_years(rows: Iterable[OutRow], example: int = 0) -> OutSheet:
    return OutSheet(sheet_title(YEARS), year_heads(), rows, example)


def sheet_of_analyses(
    substances: Sequence[SubstanceColumn], rows: Iterable[OutRow], example: int = 0
) -> OutSheet:
    return OutSheet(sheet_title(ANALYSES), analysis_heads(substances), rows, example)
