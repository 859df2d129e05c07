"""Text in the cells of files: nothing that a spreadsheet would run, and the way back.

For everything that goes out as CSV or workbook, and for what comes back in.
"""

from datetime import date, datetime, time, timedelta

Cell = str | float | None
"""What is written to a file; None is an empty cell."""
ReadCell = str | float | int | bool | date | datetime | time | timedelta | None
"""What a reader of workbooks finds in one."""


class PerCent(float):
    """A number that its sheet shows as per cent: 0.12 stands there as 12 %."""

    @property
    def shown(self) -> float:
        """The number before the sign."""
        return float(f"{self * 100:.12g}")


FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_BLANKS = " \u00a0"


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.lstrip(_BLANKS).startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def unharmed(text: str) -> str:
    """The text before `harmless`: without the apostrophe that only stood for safety."""
    rest = text[1:]
    if text.startswith("'") and rest.lstrip(_BLANKS).startswith(FORMULA_STARTS):
        return rest
    return text
