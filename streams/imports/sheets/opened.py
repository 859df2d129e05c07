"""Tables as they come out of a file, whatever its format; and how a file is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from streams.cells import ReadCell

Row = Sequence[ReadCell]
Merged = tuple[tuple[int, int], tuple[int, int]]
"""First and last (row, column) of merged cells, counted from 0."""
MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 400
MOST_CELLS = 4_000_000
"""Of one sheet, blank ones included: so many are held in memory at once."""


class FileRefusedError(ValidationError):
    """The file cannot be read as a whole; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: all its cells from the first row and column on, in rows of equal length."""

    name: str
    rows: Sequence[Row]
    merged: Sequence[Merged] = ()
