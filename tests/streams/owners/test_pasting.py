"""Tables copied from spreadsheets and reports become rows, and what is not read is told."""

import pytest

from streams.owners.pasting import MOST_LINES, PastedRow, read_pasted


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
        ("MnO 8,5 ± 0,5", PastedRow("MnO", "8,5 ± 0,5", "wt%")),
        ("MnO\t8,5 ± 0,5 %", PastedRow("MnO", "8,5 ± 0,5", "wt%")),
        ("MnO\t8,5\t±0,5", PastedRow("MnO", "8,5 ±0,5", "wt%")),
        ("MnO\t8,5\t±\t0,5\t%", PastedRow("MnO", "8,5 ± 0,5", "wt%")),
        ("MnO\t8,5 %\t+/- 0,5 %", PastedRow("MnO", "8,5 +/- 0,5", "wt%")),
        ("Sum PAH16\t12\tmg/kg", PastedRow("Sum PAH16", "12", "mg/kg")),
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


@pytest.mark.parametrize(
    "line",
    ["As n.d.", "As\tnd", "As n.d. mg/kg", "As\tikke påvist", "Cr <LOD", "Cd\tikkje påvist\tmg/kg"],
)
def test_what_was_not_found_is_told_and_is_no_heading(line: str) -> None:
    pasted = read_pasted(f"{line}\nSiO2\t40\n")
    assert (pasted.rows, pasted.unread) == ([PastedRow("SiO2", "40", "wt%")], [line])


@pytest.mark.parametrize(
    "line",
    ["Sum 101,2", "Total", "Totalt:\t99,8\t%", "Sum (%)\t100", "SUM\t98\t102", "Sum oksider 99"],
)
def test_a_sum_is_no_substance(line: str) -> None:
    pasted = read_pasted(f"SiO2\t40\n{line}\nPb\t3\n")
    assert [row.substance for row in pasted.rows] == ["SiO2", "Pb"]
    assert [row.unit for row in pasted.rows] == ["wt%", "wt%"]
    assert pasted.unread == []


def test_lines_beyond_those_that_are_read_are_told() -> None:
    pasted = read_pasted("SiO2\t1\n" * MOST_LINES + "CaO\t2\n")
    assert (len(pasted.rows), pasted.unread) == (MOST_LINES, ["CaO\t2"])
