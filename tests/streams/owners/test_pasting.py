"""Tables copied from spreadsheets and reports become rows, and what is not read is told."""

import pytest

from streams.owners.pasting import PastedRow, read_pasted


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("SiO2\t40–44", PastedRow("SiO2", "40–44", "wt%")),
        ("CaO\t21\t24\t%", PastedRow("CaO", "21–24", "wt%")),
        ("Al2O3 12-15 %", PastedRow("Al2O3", "12-15", "wt%")),
        ("Pb; 120; mg/kg", PastedRow("Pb", "120", "mg/kg")),
        ("Cr <5 ppm", PastedRow("Cr", "<5", "mg/kg")),
        ("MnO (XRF)\t8,5", PastedRow("MnO", "8,5", "wt%")),
        ("Glødetap:  3,2", PastedRow("Glødetap", "3,2", "wt%")),
    ],
)
def test_reads_a_line(line: str, row: PastedRow) -> None:
    assert read_pasted(line).rows == [row]


def test_a_heading_gives_the_unit_of_what_follows() -> None:
    pasted = read_pasted("Stoff\tmg/kg\nPb\t120\nZn\t45\n")
    assert [row.unit for row in pasted.rows] == ["mg/kg", "mg/kg"]
    assert pasted.unread == []


def test_lines_that_make_no_sense_are_told_and_the_rest_is_read() -> None:
    pasted = read_pasted("SiO2\t40\n12 34\nRest 12 stk\n\n")
    assert [row.substance for row in pasted.rows] == ["SiO2"]
    assert pasted.unread == ["12 34", "Rest 12 stk"]
