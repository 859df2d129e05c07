"""Values that each are possible and together are not: told at a cell, as the forms tell them."""

from typing import Any

import pytest

from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import book, changes, problems, sent

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sheet", "material", "cells", "heading", "told"),
    [
        ("Waste heat", "steam", {"Supply temperature (°C)": 60, "Return temperature (°C)": 80},
         "Return temperature (°C)", "hotter than it leaves"),
        ("Gases", "co2", {"Fossil share (%)": 70, "Biogenic share (%)": "40–50"},
         "Biogenic share (%)", "more than 100 %"),
        ("Deposits", "tailings", {"In use from": 1998, "In use to": 1967},
         "In use to", "closed before it opened"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_told_at_the_cell(
    office: Office, sheet: str, material: str, cells: dict[str, Any], heading: str, told: str
) -> None:
    rows = [["Title", "Material", *cells], ["Ours", material, *cells.values()]]
    upload = sent(office.kari, office.company, book({sheet: rows}))
    ((where, row, column, text),) = problems(upload)
    assert (where, row, column) == (sheet, 2, heading)
    assert told in text


def test_a_cell_is_seen_beside_what_the_register_has(office: Office) -> None:
    worlds.listing(office.site, "heat", title="Steam")
    rows = [["Title", "Return temperature (°C)"], ["Steam", 150]]
    upload = sent(office.kari, office.company, book({"Waste heat": rows}))
    ((_sheet, _row, column, _text),) = problems(upload)
    assert column == "Return temperature (°C)"
    right = [rows[0], ["Steam", 60]]
    upload = sent(office.kari, office.company, book({"Waste heat": right}))
    assert changes(upload) == {"Steam": [["Return temperature", "", "60 °C"]]}
