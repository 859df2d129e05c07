"""Which numbers a workbook shows as per cent: the format of a cell changes what people see in it.

What reads the values does not tell their formats, so that styles and cells are gone through once
more, and only where some style is one of per cent. Works on archives that `packed` has found
harmless, and raises one of UNREADABLE for those that are not as they should be.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from streams.cells import PerCent
from streams.imports.sheets.packed import column_number

BUILT_IN = frozenset({9, 10})
"""Numbers of the formats "0%" and "0.00%" (ECMA-376, 18.8.30)."""
_SAID_ONLY = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
"""Parts of a format that are written as they stand, and a per cent sign in them scales nothing."""
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
HOME = "xl"
UNREADABLE = (ExpatError, KeyError, ValueError)
Attributes = Mapping[str, str]
Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Formats:
    """Styles of per cent, by the numbers that cells name, and where in the archive sheets are."""

    archive: ZipFile
    styles: frozenset[int]
    parts: Mapping[str, str]

    def mark(self, name: str, rows: Rows) -> None:
        """Numbers of a sheet, from its first row and column on, become PerCent where the workbook
        shows them so.
        """
        if self.styles:
            read_part(self.archive, self.parts[name], Cells(rows, self.styles).start)


def formats_of(archive: ZipFile) -> Formats:
    styles = styles_of_per_cent(archive)
    return Formats(archive, styles, parts_by_name(archive) if styles else {})


def styles_of_per_cent(archive: ZipFile) -> frozenset[int]:
    """Numbers of the styles of cells that show per cent."""
    part = f"{HOME}/styles.xml"
    if part not in archive.namelist():
        return frozenset()
    found = Styles()
    read_part(archive, part, found.start, found.end)
    return frozenset(
        number
        for number, named in enumerate(found.styles)
        if named in BUILT_IN or is_per_cent(found.formats.get(named, ""))
    )


def is_per_cent(code: str) -> bool:
    """Whether a format multiplies by a hundred: "0.0%" does, '0" %"' only writes the sign."""
    return "%" in _SAID_ONLY.sub("", code)


class Styles:
    """The formats that a workbook defines, by number, and which one each style of cells has."""

    def __init__(self) -> None:
        self.formats: dict[int, str] = {}
        self.styles: list[int] = []
        self.is_of_cells = False

    def start(self, name: str, said: Attributes) -> None:
        if name == "numFmt":
            self.formats[int(said["numFmtId"])] = said.get("formatCode", "")
        elif name == "cellXfs":
            self.is_of_cells = True
        elif name == "xf" and self.is_of_cells:
            self.styles.append(int(said.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.is_of_cells = False


def parts_by_name(archive: ZipFile) -> dict[str, str]:
    """Where in the archive each sheet is."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(name: str, said: Attributes) -> None:
        if name == "Relationship":
            targets[said["Id"]] = said["Target"]

    def sheet(name: str, said: Attributes) -> None:
        number = next((value for key, value in said.items() if local(key) == "id"), "")
        if name == "sheet" and number and "name" in said:
            names[said["name"]] = number

    read_part(archive, f"{HOME}/_rels/workbook.xml.rels", relation)
    read_part(archive, f"{HOME}/workbook.xml", sheet)
    return {name: part_at(targets[number]) for name, number in names.items() if number in targets}


def part_at(target: str) -> str:
    """As the archive names it; a slash at the front means from its root."""
    return normpath(target.lstrip("/") if target.startswith("/") else join(HOME, target))


class Cells:
    """Goes through the cells of a sheet as the file has them; either may leave out its place."""

    def __init__(self, rows: Rows, styles: frozenset[int]) -> None:
        self.rows, self.styles = rows, styles
        self.row = self.column = 0

    def start(self, name: str, said: Attributes) -> None:
        if name == "row":
            self.row, self.column = int(said.get("r", self.row + 1)), 0
        elif name == "c":
            self.place(said.get("r", ""))
            if int(said.get("s", "0")) in self.styles:
                self.mark()

    def place(self, told: str) -> None:
        found = _PLACE.fullmatch(told)
        self.column = column_number(found[1].encode()) if found else self.column + 1
        self.row = int(found[2]) if found else self.row

    def mark(self) -> None:
        if not (0 < self.row <= len(self.rows) and self.column <= len(self.rows[self.row - 1])):
            return
        row = self.rows[self.row - 1]
        value = row[self.column - 1]
        if isinstance(value, int | float) and not isinstance(value, bool):
            row[self.column - 1] = PerCent(value)


def read_part(
    archive: ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
) -> None:
    """Tells of each element by its name without a prefix, and of its attributes as they stand."""
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, said: start(local(name), said)
    if end is not None:
        parser.EndElementHandler = lambda name: end(local(name))
    with archive.open(part) as stream:
        parser.ParseFile(stream)


def refuse(*_declared: object) -> None:
    """Declarations, which no workbook has, could let a small part grow without end."""
    raise ValueError


def local(name: str) -> str:
    return name.rpartition(":")[2]
