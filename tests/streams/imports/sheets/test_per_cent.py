"""Cells that a workbook shows as per cent: people see 12 %, and the file holds 0.12."""

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from streams.cells import PerCent
from streams.imports.models import SheetUpload
from streams.imports.sheets.books import workbook_of
from streams.imports.sheets.commenting import commented_sheets
from streams.imports.sheets.formats import is_per_cent
from streams.imports.sheets.opened import FileRefusedError
from streams.imports.sheets.opening import opened_sheets
from streams.quantities.intervals import Interval
from streams.register.models import Record
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import changes, confirmed, problems, sent
from tests.streams.imports.sheets.test_months import HEAD as MONTHS
from tests.streams.imports.sheets.test_refused_files import repacked, sheet_part

pytestmark = pytest.mark.django_db


def formatted(sheet: str, head: list[str], cells: list[Any], code: str = "0.0%") -> bytes:
    """A workbook with one row of which every number is shown in a format."""
    made = Workbook()
    made.active.title = sheet  # type: ignore[union-attr]
    made.active.append(head)  # type: ignore[union-attr]
    made.active.append(cells)  # type: ignore[union-attr]
    for cell in made.active[2]:  # type: ignore[index]
        if isinstance(cell.value, int | float):
            cell.number_format = code
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def side_stream(office: Office, heading: str, value: Any, code: str = "0.0%") -> SheetUpload:
    content = formatted("Side-streams", ["Title", "Material", heading],
                        ["Slag", "slag", value], code)  # fmt: skip
    return sent(office.kari, office.company, content)


@pytest.mark.parametrize(
    ("value", "code", "read"),
    [(0.12, "0%", 12), (0.035, "0.0%", 3.5), (1, "0%;[Red]-0%", 100), (0.07, "0\\ %", 7),
     (12, '0" %"', 12), (12, "0\\%", 12), (12, "General", 12), (0.12, "0.00", 0.12)],
)  # fmt: skip
def test_what_people_see_is_what_is_read(
    office: Office, value: float, code: str, read: float
) -> None:
    upload = side_stream(office, "Moisture (wt%)", value, code)
    assert upload.state == SheetUpload.State.READY, problems(upload)
    confirmed(office.kari, upload)
    assert Record.objects.get().quantities.get().interval == Interval.point(read)


def test_shares_of_substances_and_months_are_read_as_they_are_shown(office: Office) -> None:
    confirmed(office.kari, side_stream(office, "SiO2 (%)", 0.425))
    share = Record.objects.get().analyses.get().constituents.get()
    assert (share.low, share.unit) == (42.5, "wt%")
    months = [0.095, 0.09, 0.09, 0.085, 0.08, 0.075, 0.06, 0.07, 0.08, 0.085, 0.095, 0.095]
    content = formatted("Waste heat", MONTHS, ["Steam", "steam", "%", *months])
    confirmed(office.kari, sent(office.kari, office.company, content))
    heat = Record.objects.get(kind="heat")
    assert (heat.monthly[0], heat.monthly[6], heat.monthly_unit) == (9.5, 6, "%")


@pytest.mark.parametrize(
    "heading", ["Amount 2024 (t/yr)", "Pb (mg/kg)", "Density (kg/m³)", "pH", "Moisture (mg/kg)"]
)
def test_per_cent_in_a_column_of_something_else_is_told_at_the_cell(
    office: Office, heading: str
) -> None:
    ((sheet, row, column, text),) = problems(side_stream(office, heading, 0.12))
    assert (sheet, row, column) == ("Side-streams", 2, heading)
    assert "shows this as 12 %" in text
    assert "Format the cell as a number" in text


def test_words_are_as_they_are_shown_and_years_are_none(office: Office) -> None:
    upload = side_stream(office, "Availability", 0.5)
    assert ["Availability", "", "50 %"] in changes(upload)["Slag"]
    content = formatted("Deposits", ["Title", "Material", "In use from"],
                        ["Heap", "tailings", 1967], "0%")  # fmt: skip
    ((_sheet, _row, column, text),) = problems(sent(office.kari, office.company, content))
    assert column == "In use from"
    assert "196700 %" in text


def test_the_file_with_notes_shows_per_cent_as_before() -> None:
    content = formatted("Side-streams", ["Title", "Moisture (wt%)"], ["Slag", 0.12])
    again = workbook_of(commented_sheets(opened_sheets(content, "a.xlsx"), []))
    cell = load_workbook(io.BytesIO(again))["Side-streams"]["B2"]
    assert (cell.value, cell.number_format) == (0.12, "0.00%")


def test_cells_may_lack_a_place_and_what_cannot_be_told_is_refused() -> None:
    content = formatted("Side-streams", ["Title", "Moisture (wt%)"], ["Slag", 0.12])

    def without_places(parts: dict[str, bytes]) -> None:
        name = sheet_part(parts)
        parts[name] = parts[name].replace(b' r="B2"', b"").replace(b' r="A2"', b"")

    def without_styles(parts: dict[str, bytes]) -> None:
        name = "xl/styles.xml"
        parts[name] = parts[name].replace(b'numFmtId="0"', b'numFmtId="x"')

    (sheet,) = opened_sheets(repacked(without_places, content), "a.xlsx")
    assert isinstance(sheet.rows[1][1], PerCent)
    with pytest.raises(FileRefusedError, match="damaged"):
        opened_sheets(repacked(without_styles, content), "a.xlsx")


@pytest.mark.parametrize(
    ("code", "scales"),
    [("0%", True), ("0.00 %;-0.00 %", True), ('0"%"', False), ("0_%", False), ("*%0", False),
     ("[$%-409]0", False), ("General", False), ("", False)],
)  # fmt: skip
def test_a_sign_that_is_only_written_scales_nothing(code: str, scales: bool) -> None:
    assert is_per_cent(code) is scales
