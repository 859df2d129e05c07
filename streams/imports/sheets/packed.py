"""What a packed file (.xlsx or .zip) holds, found out before anything of it is parsed.

Refuses what is no workbook, runs macros, is locked, or would unpack to more than it seems.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext

from streams.imports.sheets.opened import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, FileRefusedError

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 250
"""Packed XML of real workbooks is 10 to 60 times smaller; small parts may be more."""
SMALL = 1024 * 1024
PIECE = 256 * 1024
SLACK = 1_000
"""Formatted but empty rows that real workbooks have beneath their content."""
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,12})(\d{1,24})[\"']")
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")


def checked_archive(content: bytes) -> zipfile.ZipFile:
    """The archive, once every part of it has been unpacked piece by piece and found harmless.

    Raises FileRefusedError.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        check_sizes(archive, len(content))
        for part in archive.infolist():
            check_part(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise broken() from error
    except ValueError as error:
        raise broken() from error
    return archive


def broken() -> FileRefusedError:
    return FileRefusedError(
        gettext("The file is damaged. Open it in your spreadsheet program and save it anew.")
    )


def check_sizes(archive: zipfile.ZipFile, packed: int) -> None:
    """By what the archive says of itself; what is not true shows when it is unpacked."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    unpacked = sum(part.file_size for part in parts)
    too_dense = any(
        part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    overlapping = sum(part.compress_size for part in parts) > packed
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or too_dense or overlapping:
        raise too_large()


def locked() -> FileRefusedError:
    return FileRefusedError(
        gettext("The file is protected by a password. Save it without one, and try again.")
    )


def too_large() -> FileRefusedError:
    return FileRefusedError(
        gettext("The file unpacks to more than we can take. Split it into several.")
    )


def check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpacks one part and throws it away; a wrong size or checksum makes it broken.

    Any part may be a sheet, whatever its name: what it holds tells.
    """
    if part.filename.casefold().endswith("vbaproject.bin"):
        raise FileRefusedError(
            gettext("The file holds macros. Save it as .xlsx without macros, and try again.")
        )
    is_text = part.filename.casefold().endswith((".xml", ".rels"))
    is_sheet, last = False, (0, 0)
    for piece in pieces_of(archive, part):
        is_sheet = is_sheet or b"sheetData" in piece
        if is_text and suspicious(piece):
            raise broken()
        if is_sheet:
            last = checked_places(piece, last)


def pieces_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Overlapping a little, so that nothing hides across an edge."""
    before = b""
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            yield before + piece
            before = piece[-64:]


def suspicious(piece: bytes) -> bool:
    """Declarations that no workbook has, with which XML can grow without end."""
    return any(word in piece for word in _FORBIDDEN) or piece.startswith((b"\xff\xfe", b"\xfe\xff"))


def checked_places(piece: bytes, last: tuple[int, int]) -> tuple[int, int]:
    """The last row and column so far. One cell far away would make a table of all up to it."""
    places = _PLACE.findall(piece)
    row = max((int(digits) for _letters, digits in places), default=0)
    column = max(
        (column_number(letters) for letters in {one for one, _digits in places}), default=0
    )
    row, column = max(row, last[0]), max(column, last[1])
    if row > MOST_ROWS + SLACK or column > MOST_COLUMNS or row * column > MOST_CELLS:
        raise too_wide()
    return row, column


def too_wide() -> FileRefusedError:
    limits = {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    return FileRefusedError(
        gettext(
            "A sheet has more than %(rows)s rows or %(columns)s columns, or something stands far"
            " outside the table. Delete what is outside, or split the file."
        )
        % limits
    )


def column_number(letters: bytes) -> int:
    """ "A" is 1, "AA" 27; nothing is 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
