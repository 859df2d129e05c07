"""Rows of the tables as what they say: a record, a year's amount, an analysis. Every fault of every
cell is noted, and reading goes on.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from companies.models import Site
from streams.cells import ReadCell
from streams.chemistry.checks import check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.species import resolve
from streams.imports.sheets.columns import Around, Column, only_site
from streams.imports.sheets.headings import Heading
from streams.imports.sheets.months import UNIT as MONTHLY_UNIT
from streams.imports.sheets.months import unit_in_file
from streams.imports.sheets.reading_cells import (
    choice_of,
    day_of,
    interval_of,
    is_blank,
    text_of,
    year_of,
)
from streams.imports.sheets.records import (
    AMOUNT,
    BY_KEY,
    KIND,
    LISTING,
    UNIT,
    YEAR,
    column_for,
    is_example,
)
from streams.imports.sheets.tables import Findings, Table
from streams.imports.sheets.words import by_word
from streams.measures import YEARLY
from streams.quantities.intervals import Interval
from streams.reference.queries import folded
from streams.register.checks import FIRST_YEAR
from streams.register.drafts import ConstituentDraft
from streams.register.models import Analysis
from streams.vocabulary import Basis, Kind, Method

Sites = Mapping[str, tuple[Site, ...]]
Cells = Sequence[ReadCell]
TOTALS = frozenset({"sum", "total", "totalt", "i alt", "totals", "summer"})
IDENTITY = ("analysed_on", "method", "basis", "is_typical", "source")


@dataclass(frozen=True, slots=True)
class SaidYear:
    """One year's amount; `amount` None takes the year away, a missing method leaves it."""

    heading: Heading | None
    year: int
    amount: Interval | None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SaidAnalysis:
    """One analysis; without constituents it takes the analysis away. `known` is what columns say
    of it: any of IDENTITY, and whether it is taken over.
    """

    known: Mapping[str, Any]
    parts: Sequence[ConstituentDraft]


@dataclass(slots=True)
class Line:
    """One row of a file: where it stands, and all it says of one record."""

    table: Table
    row: int
    kind: Kind
    said: dict[str, Any] = field(default_factory=dict)
    years: list[SaidYear] = field(default_factory=list)
    analyses: list[SaidAnalysis] = field(default_factory=list)
    faults: int = 0


class Reader:
    """Reads the cells of one row of a table; what is wrong goes to the findings."""

    def __init__(self, table: Table, row: int, cells: Cells, findings: Findings) -> None:
        self.table, self.row, self.cells, self.findings = table, row, cells, findings
        self.faults = 0

    def cell(self, key: str) -> ReadCell:
        heading = self.table.by_key.get(key)
        return self.cells[heading.index] if heading else None

    def text(self, key: str) -> str:
        return text_of(self.cell(key))

    def wrong(self, heading: Heading | None, error: ValidationError | str) -> None:
        self.faults += 1
        self.findings.wrong(self.table, self.row, heading, error)

    def tried(self, heading: Heading | None, work: Callable[[], Any]) -> Any:
        """The value, or None with the fault noted."""
        try:
            return work()
        except ValidationError as error:
            self.wrong(heading, error)
            return None


def is_left_out(table: Table, cells: Cells) -> bool:
    """The example of the template, and rows that only add up the ones above."""
    first = next((text_of(cell) for cell in cells if not is_blank(cell)), "")
    return is_example(first) or folded(first) in TOTALS


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


def parts_in(reader: Reader) -> list[ConstituentDraft]:
    found = []
    for heading in reader.table.with_substances:
        if is_blank(reader.cells[heading.index]):
            continue
        part = part_in(reader, heading)
        if part is not None:
            found.append(part)
    return found


def checked_parts(reader: Reader, known: Mapping[str, Any]) -> list[ConstituentDraft]:
    """The constituents, with what is wrong with them as a whole said where it is."""
    before = reader.faults
    parts = parts_in(reader)
    if reader.faults > before:
        return parts
    basis = known.get("basis") or Basis.DRY.value
    for problem in check_composition(
        [ConstituentValue(part.substance, part.share, part.unit, basis) for part in parts]
    ):
        if problem.severity == "error":
            reader.wrong(heading_with(reader, problem.constituent), problem.text)
    return parts


def heading_with(reader: Reader, names: str) -> Heading | None:
    """The column of the substance that a problem names first."""
    for one in reader.table.with_substances:
        name = resolve(one.substance.key).name if one.substance else ""
        if name and (names == name or names.startswith(f"{name}, ")):
            return one
    return None


def part_in(reader: Reader, heading: Heading) -> ConstituentDraft | None:
    assert heading.substance is not None
    unit = unit_of(heading)
    share = reader.tried(
        heading,
        lambda: interval_of(
            reader.cells[heading.index], unit, given=heading.unit, language=reader.table.language
        ),
    )
    if share is None:
        return None
    return ConstituentDraft(heading.substance.key, share, unit, heading.is_trace)


def unit_of(heading: Heading) -> str:
    """In which of the register's two units a column is kept."""
    assert heading.substance is not None
    if not heading.unit:
        return heading.substance.unit_default if heading.substance.unit_default else "wt%"
    weight = heading.unit.casefold()
    return "mg/kg" if weight in {"mg/kg", "ppm", "g/t", "µg/kg", "ug/kg", "ppb"} else "wt%"


def year_lines(table: Table, findings: Findings, kind_of_link: "Linked") -> Iterator[Line]:
    """`kind_of_link` finds the record that a row is about; a row without one is wrong."""
    for reader in linked_rows(table, findings):
        found = kind_of_link(reader)
        if found is not None:
            line = Line(table, reader.row, found)
            line.years = [*years_in(reader, found), *year_columns(reader, found)]
            line.faults = reader.faults
            line.said[LISTING] = reader.text(LISTING)
            yield line


Linked = Callable[[Reader], Kind | None]


def linked_rows(table: Table, findings: Findings) -> Iterator[Reader]:
    for row, cells in table.rows():
        if not is_left_out(table, cells):
            yield Reader(table, row, cells, findings)


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


@cache
def basis_words() -> Mapping[str, Any]:
    return by_word((basis.value, basis.label) for basis in Basis)


@cache
def yes_words() -> Mapping[str, Any]:
    return by_word([(True, gettext_yes()), (False, gettext_no())])


def gettext_yes() -> Any:
    return BY_KEY["hazardous"].pairs[0][1]  # type: ignore[attr-defined]


def gettext_no() -> Any:
    return BY_KEY["hazardous"].pairs[1][1]  # type: ignore[attr-defined]


def analysis_lines(table: Table, findings: Findings, kind_of_link: Linked) -> Iterator[Line]:
    for reader in linked_rows(table, findings):
        found = kind_of_link(reader)
        if found is not None:
            line = Line(table, reader.row, found)
            known = known_in(reader)
            parts = checked_parts(reader, known)
            line.faults = reader.faults
            line.said[LISTING] = reader.text(LISTING)
            line.analyses = [] if line.faults else [SaidAnalysis(known, parts)]
            yield line


def analysis_text(name: str) -> Callable[[ReadCell], str]:
    """No longer than the register has room for."""
    field = Analysis._meta.get_field(name)
    return lambda cell: str(field.clean(text_of(cell), None))  # type: ignore[union-attr]


def known_in(reader: Reader) -> dict[str, Any]:
    """What the columns of the table say of the analysis itself."""
    reads: Mapping[str, Callable[[ReadCell], Any]] = {
        "analysed_on": day_of,
        "method": analysis_text("method"),
        "basis": lambda cell: choice_of(cell, basis_words()) or Basis.DRY.value,
        "is_typical": lambda cell: bool(choice_of(cell, yes_words())),
        "is_copied": lambda cell: bool(choice_of(cell, yes_words())),
        "source": analysis_text("source"),
    }
    return {
        key: reader.tried(heading, lambda key=key: reads[key](reader.cell(key)))  # type: ignore[misc]
        for key, heading in reader.table.by_key.items()
        if key in reads
    }
