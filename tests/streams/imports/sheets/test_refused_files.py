"""Files that are not read: each with a reason, and without being unpacked into memory."""

import io
import random
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from streams.imports.sheets.opened import MOST_BYTES, FileRefusedError
from streams.imports.sheets.opening import opened_sheets
from tests.streams.imports.sheets.files import book

GOOD = book({"Ark1": [["Tittel", "Materiale"], ["Slagg", "slag"]]})


def repacked(change: Callable[[dict[str, bytes]], None], content: bytes = GOOD) -> bytes:
    """A good workbook with other parts in it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def sheet_part(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name.startswith("xl/worksheets/"))


def with_macros(parts: dict[str, bytes]) -> None:
    parts["xl/vbaProject.bin"] = b"macro"


def macro_type(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(
        b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"
    )


def entities(parts: dict[str, bytes]) -> None:
    name = sheet_part(parts)
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    parts[name] = parts[name].replace(b"<worksheet", bomb + b"<worksheet", 1)


def far_away(parts: dict[str, bytes]) -> None:
    name = sheet_part(parts)
    cell = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    parts[name] = parts[name].replace(b"</sheetData>", cell)


def swollen(parts: dict[str, bytes]) -> None:
    parts["xl/sharedStrings.xml"] = b"<sst>" + b" " * 60_000_000 + b"</sst>"


def many_parts(parts: dict[str, bytes]) -> None:
    for number in range(2_100):
        parts[f"xl/media/{number}.bin"] = b""


def lying(content: bytes) -> bytes:
    """The archive says of a part that it is one byte long."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = next(one for one in archive.infolist() if "worksheets" in one.filename)
    size = part.file_size.to_bytes(4, "little")
    crc = part.CRC.to_bytes(4, "little") + part.compress_size.to_bytes(4, "little")
    return content.replace(crc + size, crc + (1).to_bytes(4, "little"))


def old(more: bytes = b"") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + more


def word_file(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"]
    parts["[Content_Types].xml"] = types.replace(b"spreadsheetml.sheet", b"wordprocessingml.doc")


REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b"  \n ", "empty"),
    "too large": (b"a;b\n" * (MOST_BYTES // 4 + 1), "larger than"),
    "macros": (repacked(with_macros), "macros"),
    "macro type": (repacked(macro_type), "macros"),
    "entities": (repacked(entities), "damaged"),
    "far away": (repacked(far_away), "far outside"),
    "swollen": (repacked(swollen), "unpacks to more"),
    "many parts": (repacked(many_parts), "unpacks to more"),
    "lying": (lying(GOOD), "damaged"),
    "cut off": (GOOD[: len(GOOD) // 2], "damaged"),
    "no zip": (b"PK\x03\x04" + random.Random(1).randbytes(500), "damaged"),
    "old": (old(), "old format"),
    "encrypted": (old("EncryptedPackage".encode("utf-16-le")), "password"),
    "word": (repacked(word_file), "no spreadsheet"),
    "pdf": (b"%PDF-1.7 something", "no spreadsheet"),
    "html": (b"<html><table></table></html>", "no spreadsheet"),
    "binary": (b"\x00\x01\x02" * 100, "no spreadsheet"),
    "too many columns": ((";".join(["x"] * 500)).encode(), "more than"),
    "too many rows": (b"a;b\n" * 100_002, "more than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_a_reason(name: str) -> None:
    content, word = REFUSED[name]
    with pytest.raises(FileRefusedError) as caught:
        opened_sheets(content, "file.xlsx")
    assert word in caught.value.messages[0]


def test_formatted_but_empty_cells_do_no_harm() -> None:
    made = Workbook()
    sheet = made.active
    assert sheet
    sheet.append(["Tittel", "Materiale"])
    sheet.cell(900, 30).number_format = "0.0"
    out = io.BytesIO()
    made.save(out)
    assert len(opened_sheets(out.getvalue(), "x.xlsx")) == 1


def test_a_zip_of_csv_files_is_read_and_one_with_anything_else_is_not() -> None:
    for names, sheets in ((("a.csv", "b.CSV"), 2), (("a.csv", "run.exe"), 0)):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, "Tittel;Materiale\nSlagg;slag\n")
        if sheets:
            assert len(opened_sheets(out.getvalue(), "x.zip")) == sheets
        else:
            with pytest.raises(FileRefusedError):
                opened_sheets(out.getvalue(), "x.zip")
