"""The area of a deposit in a cell: written by us, pasted by people, refused where it is none."""

import pytest

from streams.imports.models import SheetUpload
from streams.register.models import Record
from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import book, changes, confirmed, problems, sent

pytestmark = pytest.mark.django_db
RING = [[6.96, 58.29], [6.963, 58.29], [6.963, 58.292]]
WRITTEN = "58.29, 6.96; 58.29, 6.963; 58.292, 6.963"
GEOJSON = (
    '{"type": "Polygon", "coordinates": '
    "[[[6.96, 58.29], [6.963, 58.29], [6.963, 58.292], [6.96, 58.29]]]}"
)


def deposit(office: Office, outline: str | None) -> SheetUpload:
    rows = [["Title", "Material", "Area on the map"], ["Old heap", "tailings", outline]]
    return sent(office.kari, office.company, book({"Deposits": rows}))


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN,
        f"{WRITTEN};",
        WRITTEN.replace("; ", "\n"),
        "58,29; 6,96\n58,29; 6,963\n58,292; 6,963",
        "58.29 6.96;58.29 6.963;58.292 6.963;58.29 6.96",
        GEOJSON,
    ],
)
def test_corners_are_read_as_people_paste_them(office: Office, text: str) -> None:
    upload = deposit(office, text)
    assert upload.state == SheetUpload.State.READY, problems(upload)
    assert ["Area on the map", "", WRITTEN] in changes(upload)["Old heap"]
    confirmed(office.kari, upload)
    assert Record.objects.get().outline == RING
    assert changes(deposit(office, text)) == {}


def test_an_area_with_finer_corners_and_the_first_one_again_counts_as_the_same(
    office: Office,
) -> None:
    finer = [[6.9600000001, 58.29], *RING[1:], [6.9600000001, 58.29]]
    worlds.listing(office.site, "deposit", title="Old heap", outline=finer)
    assert changes(deposit(office, WRITTEN)) == {}


def test_a_blank_cell_takes_the_area_away(office: Office) -> None:
    worlds.listing(office.site, "deposit", title="Old heap", outline=RING)
    upload = deposit(office, None)
    assert changes(upload) == {"Old heap": [["Area on the map", WRITTEN, ""]]}
    confirmed(office.kari, upload)
    assert Record.objects.get().outline is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("58.29, 6.96; 58.30, 6.97", "from 3 to 100 points"),
        ("6.96, 58.29; 6.97, 58.29; 6.97, 58.30", "latitude written before longitude"),
        ("58.29, 6.96; behind the hall; 58.30, 6.97", "“behind the hall” cannot be read"),
        ("58.29, 6.96; 58.292, 6.963; 58.29, 6.963; 58.292, 6.96", "crosses itself"),
        ("58, 6.5; 58, 8; 59, 8; 59, 6.5", "outside Norway"),
        ('{"type": "Point", "coordinates": [6.96, 58.29]}', "not GeoJSON with one polygon"),
    ],
)
def test_an_area_that_is_none_is_told_at_its_cell(office: Office, text: str, told: str) -> None:
    upload = deposit(office, text)
    assert upload.state == SheetUpload.State.WRONG
    ((sheet, row, column, message),) = problems(upload)
    assert (sheet, row, column) == ("Deposits", 2, "Area on the map")
    assert told in message
