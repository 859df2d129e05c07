"""Finds the tables in the sheets of a file: which sheet holds what, and where its headings are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from streams.cells import ReadCell
from streams.imports.sheets.headings import RECORDS, Heading, heading_of, language_in
from streams.imports.sheets.opened import FileRefusedError, Sheet
from streams.imports.sheets.reading_cells import is_blank, text_of
from streams.imports.sheets.records import LISTING
from streams.imports.sheets.words import ANALYSES, GUIDE, PROBLEMS, YEARS, sheet_named
from streams.reference.languages import active_language
from streams.vocabulary import Kind

LOOKED_AT = 25
LEAST_KNOWN = 2
PREFERENCE = (YEARS, ANALYSES, RECORDS)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file, by sheet, row and column; rows count from 1, columns from 0."""

    sheet: str
    row: int
    column: int | None
    heading: str
    text: str


@dataclass(slots=True)
class Findings:
    """What is wrong, and what was left out of a file, gathered while it is read."""

    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(
        self, table: "Table", row: int, heading: Heading | None, error: ValidationError | str
    ) -> None:
        """`row` counts from 0 in the sheet."""
        texts = [error] if isinstance(error, str) else error.messages
        column, name = (heading.index, heading.text) if heading else (None, "")
        self.problems += [Problem(table.sheet.name, row + 1, column, name, one) for one in texts]


@dataclass(frozen=True)
class Table:
    """The rows of a sheet under its headings. `holds` is RECORDS, YEARS or ANALYSES."""

    sheet: Sheet
    holds: str
    kind: Kind | None
    header: int
    headings: Sequence[Heading]
    language: str

    @cached_property
    def by_key(self) -> Mapping[str, Heading]:
        found: dict[str, Heading] = {}
        for heading in self.headings:
            if heading.key:
                found.setdefault(heading.key, heading)
        return found

    @cached_property
    def with_years(self) -> Sequence[Heading]:
        """Columns that hold the amount of one year."""
        return [heading for heading in self.headings if heading.year]

    @cached_property
    def with_substances(self) -> Sequence[Heading]:
        return [heading for heading in self.headings if heading.substance]

    def rows(self) -> Iterator[tuple[int, Sequence[ReadCell]]]:
        """(number from 0, cells) of every row that holds something."""
        for number in range(self.header + 1, len(self.sheet.rows)):
            row = self.sheet.rows[number]
            if not all(is_blank(cell) for cell in row):
                yield number, row


def tables_in(sheets: Sequence[Sheet], findings: Findings) -> list[Table]:
    """The tables of a file. Raises FileRefusedError when there is none."""
    found = []
    for sheet in sheets:
        if sheet_named(sheet.name) in (GUIDE, PROBLEMS) or is_empty(sheet):
            continue
        table = table_in(sheet)
        if table is None:
            findings.notes.append(
                gettext("The sheet “%s” was left out: no headings of ours are in it.") % sheet.name
            )
            continue
        found.append(table)
        tell_of_columns(table, findings)
    if not found:
        raise FileRefusedError(
            gettext("No headings of ours were found. Use the template, or name the columns as it.")
        )
    return found


def is_empty(sheet: Sheet) -> bool:
    return all(is_blank(cell) for row in sheet.rows for cell in row)


def table_in(sheet: Sheet) -> Table | None:
    """The table whose headings are best known, of what the sheet's name says where it does."""
    hint = sheet_named(sheet.name)
    kind = Kind(hint) if hint in Kind.values else None
    holding = [hint] if hint in (YEARS, ANALYSES) else [RECORDS] if kind else PREFERENCE
    tried = [
        Table(sheet, holds, kind, number, headings_at(sheet, number, holds), "")
        for holds in holding
        for number in range(min(LOOKED_AT, len(sheet.rows)))
        if sum(not is_blank(cell) for cell in sheet.rows[number]) >= LEAST_KNOWN
    ]
    best = max(tried, key=known_in, default=None)
    if best is None or known_in(best) < LEAST_KNOWN:
        return None
    texts = [heading.text for heading in best.headings]
    language = language_in(texts, best.holds) or active_language()
    return Table(sheet, best.holds, kind, best.header, best.headings, language)


def known_in(table: Table) -> int:
    keys = {heading.key for heading in table.headings if heading.key}
    return len(keys) + sum(1 for one in table.headings if one.year or one.substance)


def headings_at(sheet: Sheet, number: int, holds: str) -> list[Heading]:
    """Of one row, each read together with what is merged over it."""
    over = groups_over(sheet, number)
    return [
        heading_of(index, text_of(cell), holds, over.get(index, ""))
        for index, cell in enumerate(sheet.rows[number])
        if not is_blank(cell) or index in over
    ]


def groups_over(sheet: Sheet, number: int) -> dict[int, str]:
    """Texts of merged cells of the rows just above, by column; also one that reaches down."""
    found: dict[int, str] = {}
    for (top, left), (bottom, right) in sheet.merged:
        reaches = bottom in (number - 1, number) and top < number
        text = text_of(sheet.rows[top][left]) if reaches and top < len(sheet.rows) else ""
        if text:
            found |= dict.fromkeys(range(left, right + 1), text)
    return found


def tell_of_columns(table: Table, findings: Findings) -> None:
    """Columns that are not read are named, and one that stands twice is wrong."""
    unread = [one.text for one in table.headings if not one.is_known and one.text]
    if unread:
        shown = {"sheet": table.sheet.name, "columns": ", ".join(unread)}
        findings.notes.append(
            gettext("These columns of “%(sheet)s” are not read: %(columns)s.") % shown
        )
    seen: set[object] = set()
    for one in table.headings:
        mark = (
            one.key or one.year or (one.substance and (one.substance.key, one.unit, one.is_trace))
        )
        if mark in seen and mark not in ("title", LISTING):
            findings.wrong(table, table.header, one, gettext("This column stands twice."))
        if mark:
            seen.add(mark)
