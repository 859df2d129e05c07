"""The workbook holds what the CSV file holds, as numbers and text, and nothing of its making."""

import csv
import io
import time
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from streams.api.exports import COLUMNS
from streams.workbooks import CONTENT_TYPE, MOMENT, written
from tests.streams.api.conftest import Smelter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("smelter")]
ADDRESS = "/api/v1/catalogue.xlsx?ordering=title"


def sheet_of(content: bytes) -> Worksheet:
    book = load_workbook(io.BytesIO(content))
    assert isinstance(book.active, Worksheet)
    return book.active


def as_text(cell: object) -> str:
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float | int) else str(cell)


def test_the_columns_and_rows_are_those_of_the_csv_file(client: Client) -> None:
    head, *rows = sheet_of(client.get(ADDRESS).content).iter_rows(values_only=True)
    text = client.get(ADDRESS.replace("xlsx", "csv")).content.decode("utf-8-sig")
    lines = list(csv.reader(text.splitlines()))
    assert [str(name).split(" (")[0] for name in head] == list(COLUMNS) == lines[0]
    assert [[as_text(cell) for cell in row] for row in rows] == lines[1:]


def test_numbers_are_numbers_under_a_header_with_units(client: Client) -> None:
    sheet = sheet_of(client.get(ADDRESS).content)
    named = dict(zip(COLUMNS, sheet[2], strict=True))
    assert (named["amount_low"].value, named["amount_high"].value) == (1_000, 10_000)
    assert named["latitude"].value == pytest.approx(58.29)
    heads = dict(zip(COLUMNS, sheet[1], strict=True))
    assert heads["temperature_high"].value == "temperature_high (°C)"
    assert heads["title"].font.b
    assert sheet.freeze_panes == "A2"


def test_a_file_comes_with_its_type_and_always_the_same_name(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == CONTENT_TYPE
    assert answer["Content-Disposition"] == 'attachment; filename="listings.xlsx"'


def test_no_cell_is_a_formula(client: Client) -> None:
    sheet = sheet_of(client.get(ADDRESS).content)
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=1+1" in [cell.value for cell in cells]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("#REF!", "#REF!"),
        ("_x003D_1+1", "_x005F_x003D_1+1"),
        ("slag\x0bdust", "slagdust"),
        ("\x01=1", "'=1"),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_text_that_no_sheet_can_hold_or_would_run_is_made_harmless(text: str, cell: str) -> None:
    assert written(text) == cell


def test_equal_searches_give_equal_bytes_whenever_they_are_asked(client: Client) -> None:
    first = client.get(ADDRESS).content
    time.sleep(2.1)  # a zip archive tells moments to two seconds
    assert client.get(ADDRESS).content == first


def test_a_file_tells_nothing_of_who_made_it_where_and_when(client: Client) -> None:
    book = load_workbook(io.BytesIO(client.get(ADDRESS).content))
    told = book.properties
    assert (told.creator, told.lastModifiedBy, told.title) == ("Materialbørsen", None, None)
    assert told.created == told.modified == MOMENT
    with ZipFile(io.BytesIO(client.get(ADDRESS).content)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert parts.comment == b""


def test_a_search_without_hits_is_a_sheet_with_its_header(client: Client) -> None:
    sheet = sheet_of(client.get("/api/v1/catalogue.xlsx?q=nothingatall").content)
    assert sheet.max_row == 1


def test_what_is_unlisted_is_in_no_file(client: Client, smelter: Smelter) -> None:
    ids = [cell.value for cell in sheet_of(client.get(ADDRESS).content)["A"]]
    assert smelter.unlisted.pk not in ids
    assert smelter.open.pk in ids
