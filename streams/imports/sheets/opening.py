"""Opens what somebody has sent: .xlsx, .csv, or a .zip of .csv files. Everything else is refused
with a reason, before parsing where that can be.
"""

import zipfile
from io import BytesIO
from pathlib import PurePath

from django.utils.translation import gettext
from python_calamine import CalamineError, CalamineWorkbook

from streams.imports.sheets.delimited import csv_sheet, no_table
from streams.imports.sheets.formats import UNREADABLE, Formats, formats_of
from streams.imports.sheets.opened import MOST_BYTES, MOST_ROWS, FileRefusedError, Sheet
from streams.imports.sheets.packed import broken, checked_archive, locked, too_wide

ZIPPED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = (b"%pdf", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"<html", b"<!doc", b"<?xml")
"""How files of other kinds begin, in lower case."""
HIDDEN = "_"
"""Sheets whose names begin so are not for people: ours hold the words of drop-downs."""


def opened_sheets(content: bytes, name: str) -> list[Sheet]:
    """Every table of the file. Raises FileRefusedError that says what to do instead."""
    if not content.strip():
        raise FileRefusedError(gettext("The file is empty."))
    if len(content) > MOST_BYTES:
        raise too_many_bytes()
    if content.startswith(ZIPPED):
        return from_archive(content)
    if content.startswith(OLD):
        raise locked() if ENCRYPTED in content else old_format()
    if content[:5].lower().startswith(OTHER_KINDS):
        raise no_table()
    return [csv_sheet(content, name)]


def too_many_bytes() -> FileRefusedError:
    text = gettext("The file is larger than %(limit)s MB. Split it into several.")
    return FileRefusedError(text % {"limit": MOST_BYTES // 1024 // 1024})


def old_format() -> FileRefusedError:
    return FileRefusedError(
        gettext("This is an old format, such as .xls. Save it as .xlsx, and try again.")
    )


def from_archive(content: bytes) -> list[Sheet]:
    archive = checked_archive(content)
    names = [part.filename for part in archive.infolist() if not part.is_dir()]
    if "[Content_Types].xml" in names:
        return from_workbook(content, archive)
    if names and all(name.casefold().endswith(".csv") for name in names):
        sheets = [csv_sheet(archive.read(name), PurePath(name).name) for name in names]
        return checked_total(sheets)
    raise no_table()


def from_workbook(content: bytes, archive: zipfile.ZipFile) -> list[Sheet]:
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise FileRefusedError(
            gettext("The file holds macros. Save it as .xlsx without macros, and try again.")
        )
    if b"spreadsheetml.sheet.main+xml" not in types and b"spreadsheetml.template" not in types:
        raise no_table()
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        names = [name for name in book.sheet_names if not name.startswith(HIDDEN)]
        formats = formats_of(archive)
        return checked_total([sheet_of(book, name, formats) for name in names])
    except (CalamineError, *UNREADABLE) as error:
        raise broken() from error


def sheet_of(book: CalamineWorkbook, name: str, formats: Formats) -> Sheet:
    found = book.get_sheet_by_name(name)
    rows = found.to_python(skip_empty_area=False)
    formats.mark(name, rows)
    return Sheet(name, rows, tuple(found.merged_cell_ranges or ()))


def checked_total(sheets: list[Sheet]) -> list[Sheet]:
    """Rows that hold something, in all sheets together."""
    filled = sum(1 for sheet in sheets for row in sheet.rows if any(cell != "" for cell in row))
    if filled > MOST_ROWS * 2:
        raise too_wide()
    return sheets
