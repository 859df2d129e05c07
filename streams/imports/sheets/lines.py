"""One row of a file on its way in: where it stands, what it says, and the cells it is read from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from companies.models import Site
from streams.cells import ReadCell
from streams.imports.sheets.headings import Heading
from streams.imports.sheets.reading_cells import is_blank, text_of
from streams.imports.sheets.records import is_example
from streams.imports.sheets.tables import Findings, Table
from streams.quantities.intervals import Interval
from streams.reference.queries import folded
from streams.register.drafts import ConstituentDraft
from streams.vocabulary import Kind

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


Linked = Callable[[Reader], Kind | None]


def linked_rows(table: Table, findings: Findings) -> Iterator[Reader]:
    for row, cells in table.rows():
        if not is_left_out(table, cells):
            yield Reader(table, row, cells, findings)
