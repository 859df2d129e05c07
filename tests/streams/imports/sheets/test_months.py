"""Heat month by month in a spreadsheet: read, compared, and refused where the form would."""

from calendar import month_name
from typing import Any

import pytest

from streams.imports.models import SheetUpload
from streams.register.models import Record
from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import book, changes, confirmed, problems, sent

pytestmark = pytest.mark.django_db
YEAR = [12.0, 11, 10, 8, 6, 4, 2, 3, 5, 8, 10, 12.5]
HEAD = ["Title", "Material", "The months are given as",
        *(f"Month by month: {name}" for name in month_name[1:])]  # fmt: skip
UNIT, JANUARY, MARCH = HEAD[2], HEAD[3], HEAD[5]


def heat(office: Office, unit: str | None, months: list[Any], head: Any = HEAD) -> SheetUpload:
    rows = [head, ["Cooling water", "steam", unit, *months]]
    return sent(office.kari, office.company, book({"Waste heat": rows}))


@pytest.mark.parametrize(
    ("word", "unit"),
    [("GWh in the month", "GWh"), ("GWh", "GWh"), ("Prosent av året", "%"), ("%", "%")],
)
def test_twelve_months_come_in_with_what_they_are_given_as(
    office: Office, word: str, unit: str
) -> None:
    upload = heat(office, word, YEAR)
    assert upload.state == SheetUpload.State.READY, problems(upload)
    confirmed(office.kari, upload)
    record = Record.objects.get()
    assert (record.monthly, record.monthly_unit) == (YEAR, unit)
    assert changes(heat(office, word, YEAR)) == {}


def test_a_month_may_stand_in_another_unit_and_the_heading_tells_one(office: Office) -> None:
    head = [*HEAD[:2], None, *(f"{name} (MWh)" for name in HEAD[3:])]
    upload = heat(office, None, [12_000, "11 GWh", *(one * 1000 for one in YEAR[2:])], head)
    confirmed(office.kari, upload)
    record = Record.objects.get()
    assert (record.monthly, record.monthly_unit) == (YEAR, "GWh")


def test_months_without_a_column_stay_and_blank_cells_empty_the_year(office: Office) -> None:
    worlds.listing(office.site, "heat", title="Cooling water", monthly=YEAR, monthly_unit="GWh")
    rows = [["Title", UNIT, MARCH], ["Cooling water", "GWh", 9]]
    upload = sent(office.kari, office.company, book({"Waste heat": rows}))
    before = "12 · 11 · 10 · 8 · 6 · 4 · 2 · 3 · 5 · 8 · 10 · 12.5 GWh"
    after = before.replace("11 · 10", "11 · 9")
    assert changes(upload) == {"Cooling water": [["Month by month", before, after]]}
    confirmed(office.kari, heat(office, None, [None] * 12))
    record = Record.objects.get()
    assert (record.monthly, record.monthly_unit) == ([], "")


@pytest.mark.parametrize(
    ("unit", "months", "heading", "told"),
    [
        ("GWh", [1, 2], MARCH, "Fill in all twelve months"),
        ("GWh", [0] * 12, JANUARY, "heat in some month"),
        ("GWh", [-1, *YEAR[1:]], JANUARY, "cannot be below zero"),
        ("GWh", ["8–12", *YEAR[1:]], JANUARY, "one number here, not a range"),
        ("GWh", ["8 %", *YEAR[1:]], JANUARY, "no unit that we can turn into GWh"),
        ("GWh", ["plenty", *YEAR[1:]], JANUARY, "cannot be read"),
        ("", YEAR, UNIT, "in GWh or in per cent"),
        ("-", YEAR, UNIT, "none of the choices"),
        ("litres", YEAR, UNIT, "none of the choices"),
    ],
)
def test_broken_months_are_told_once_at_the_cell(
    office: Office, unit: str, months: list[Any], heading: str, told: str
) -> None:
    upload = heat(office, unit, [*months, *[None] * (12 - len(months))])
    assert upload.state == SheetUpload.State.WRONG
    ((sheet, row, column, text),) = problems(upload)
    assert (sheet, row, column) == ("Waste heat", 2, heading)
    assert told in text


def test_months_belong_to_heat(office: Office) -> None:
    rows = [["Title", "Material", JANUARY], ["Slag", "slag", 5]]
    upload = sent(office.kari, office.company, book({"Side-streams": rows}))
    ((_sheet, _row, column, text),) = problems(upload)
    assert column == JANUARY
    assert "does not belong" in text
