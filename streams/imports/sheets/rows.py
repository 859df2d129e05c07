"""Rows of records and of years as what they say. Every fault of every cell is noted, and reading
goes on.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext

from streams.cells import ReadCell
from streams.imports.sheets.analyses import checked_parts
from streams.imports.sheets.columns import Around, Column, only_site
from streams.imports.sheets.headings import Heading
from streams.imports.sheets.lines import (
    Line,
    Linked,
    Reader,
    SaidAnalysis,
    SaidYear,
    Sites,
    is_left_out,
    linked_rows,
)
from streams.imports.sheets.months import UNIT as MONTHLY_UNIT
from streams.imports.sheets.months import unit_in_file
from streams.imports.sheets.reading_cells import choice_of, day_of, interval_of, is_blank, year_of
from streams.imports.sheets.records import AMOUNT, BY_KEY, KIND, LISTING, UNIT, YEAR, column_for
from streams.imports.sheets.tables import Findings, Table
from streams.imports.sheets.words import by_word
from streams.measures import YEARLY
from streams.quantities.intervals import Interval
from streams.register.checks import FIRST_YEAR
from streams.vocabulary import Kind, Method


def record_lines(table: Table, sites: Sites, findings: Findings) -> Iterator[Line]:
    for row, cells in table.rows():
        if not is_left_out(table, cells):
            reader = Reader(table, row, cells, findings)
            kind = kind_in(reader)
            if kind is not None:
                unit = unit_of_months(reader) if kind == Kind.HEAT else ""
                yield record_line(reader, Around(kind, table.language, sites, unit))


def unit_of_months(reader: Reader) -> str:
    units = {key: heading.unit for key, heading in reader.table.by_key.items()}
    return unit_in_file(reader.cell(MONTHLY_UNIT), units)


def kind_in(reader: Reader) -> Kind | None:
    """By the name of the sheet, the column for it, or a column that only one kind has."""
    table = reader.table
    if table.kind:
        return table.kind
    if not is_blank(reader.cell(KIND)):
        heading = table.by_key[KIND]
        found = reader.tried(heading, lambda: choice_of(reader.cell(KIND), kind_words()))
        return Kind(found) if found else None
    return kind_of(table)


def kind_of(table: Table) -> Kind:
    own = [BY_KEY[key].kinds for key in table.by_key if key in BY_KEY]
    single = [next(iter(kinds)) for kinds in own if len(kinds) == 1]
    return single[0] if single else Kind.MATERIAL


@cache
def kind_words() -> Mapping[str, Any]:
    return by_word((kind, kind.label) for kind in Kind)


def record_line(reader: Reader, around: Around) -> Line:
    line = Line(reader.table, reader.row, around.kind)
    for heading in reader.table.headings:
        column = column_for(heading.key, around.kind)
        if column is not None:
            read_into(line, reader, column, heading, around)
    if around.monthly_unit:
        line.said[MONTHLY_UNIT] = around.monthly_unit
    if "site" not in reader.table.by_key:
        line.said["site"] = only_site(around.sites)
    line.years = wide_years(reader, around.kind)
    parts = checked_parts(reader, {})
    line.analyses = [SaidAnalysis({}, parts)] if parts else []
    line.faults = reader.faults
    return line


def read_into(line: Line, reader: Reader, column: Column, heading: Heading, around: Around) -> None:
    """One cell of a record; what does not belong to its kind may only be blank."""
    cell = reader.cells[heading.index]
    if around.kind not in column.kinds:
        if not is_blank(cell):
            text = gettext("This does not belong to %(kind)s.") % {"kind": around.kind.label}
            reader.wrong(heading, text)
        return
    before = reader.faults
    value = reader.tried(heading, lambda: column.read(cell, heading.unit, around))
    if reader.faults == before:
        line.said[column.key] = value


def wide_years(reader: Reader, kind: Kind) -> list[SaidYear]:
    """Amounts in columns of their own, "Mengde 2024 (t/år)"; and the one beside a year."""
    found = []
    for heading in reader.table.with_years:
        if heading.year and not is_blank(reader.cells[heading.index]):
            amount = amount_in(reader, heading, kind)
            if amount is not None:
                found += usable(reader, SaidYear(heading, heading.year, amount))
    single = reader.table.by_key.get(AMOUNT)
    if single and not is_blank(reader.cell(AMOUNT)):
        found += year_beside(reader, single, kind)
    return found


def year_beside(reader: Reader, heading: Heading, kind: Kind) -> list[SaidYear]:
    column = reader.table.by_key.get(YEAR)
    year = reader.tried(column, lambda: year_of(reader.cell(YEAR)))
    if year is None:
        text = gettext(
            "Which year is it for? Name the column “Amount 2024”, or add a column “Year”."
        )
        reader.wrong(heading, text)
        return []
    amount = amount_in(reader, heading, kind)
    return usable(reader, SaidYear(heading, year, amount)) if amount is not None else []


def usable(reader: Reader, said: SaidYear) -> list[SaidYear]:
    """The year, when it is one that can have an amount."""
    if FIRST_YEAR <= said.year <= date.today().year + 1:
        return [said]
    reader.wrong(said.heading, gettext("%(year)s is no year we can use.") % {"year": said.year})
    return []


def amount_in(reader: Reader, heading: Heading, kind: Kind) -> Interval | None:
    """In the kind's own unit; that of the row's own column goes before that of the heading."""
    given = reader.text(UNIT) or heading.unit
    found = reader.tried(
        heading,
        lambda: interval_of(
            reader.cells[heading.index], YEARLY[kind][1].unit, given=given,
            language=reader.table.language,
        ),
    )  # fmt: skip
    if found is not None and found.low < 0:
        reader.wrong(heading, gettext("An amount cannot be below zero."))
        return None
    return found  # type: ignore[no-any-return]


def year_lines(table: Table, findings: Findings, kind_of_link: Linked) -> Iterator[Line]:
    """`kind_of_link` finds the record that a row is about; a row without one is wrong."""
    for reader in linked_rows(table, findings):
        found = kind_of_link(reader)
        if found is not None:
            line = Line(table, reader.row, found)
            line.years = [*years_in(reader, found), *year_columns(reader, found)]
            line.faults = reader.faults
            line.said[LISTING] = reader.text(LISTING)
            yield line


def years_in(reader: Reader, kind: Kind) -> list[SaidYear]:
    """The row's one year; with a blank amount it is taken away."""
    heading, column = reader.table.by_key.get(AMOUNT), reader.table.by_key.get(YEAR)
    if heading is None or column is None:
        return []
    year = reader.tried(column, lambda: year_of(reader.cell(YEAR)))
    if year is None:
        if not is_blank(reader.cell(AMOUNT)):
            reader.wrong(column, gettext("Which year is this?"))
        return []
    before = reader.faults
    amount = amount_in(reader, heading, kind)
    more = {
        key: value
        for key, read in YEAR_CELLS.items()
        if key in reader.table.by_key
        and (value := reader.tried(reader.table.by_key[key], read(reader.cell(key)))) is not None
    }
    return [] if reader.faults > before else usable(reader, SaidYear(column, year, amount, more))


def year_columns(reader: Reader, kind: Kind) -> list[SaidYear]:
    return [
        said
        for heading in reader.table.with_years
        if heading.year and not is_blank(reader.cells[heading.index])
        if (amount := amount_in(reader, heading, kind)) is not None
        for said in usable(reader, SaidYear(heading, heading.year, amount))
    ]


def method_read(cell: ReadCell) -> Callable[[], Any]:
    return lambda: choice_of(cell, method_words())


def day_read(cell: ReadCell) -> Callable[[], date | None]:
    return lambda: day_of(cell)


YEAR_CELLS: Mapping[str, Callable[[ReadCell], Callable[[], Any]]] = {
    "method": method_read,
    "determined_on": day_read,
}


@cache
def method_words() -> Mapping[str, Any]:
    return by_word((method.value, method.label) for method in Method)
