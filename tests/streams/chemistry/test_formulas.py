"""Formulas are read as chemists write them, weighed as handbooks weigh them, or refused by name."""

import time
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.chemistry.formulas import (
    LONGEST_TEXT,
    FormulaError,
    atoms,
    element_mass_fractions,
    normalised,
)
from tests.streams.chemistry.handbook import OTHERS, OXIDES, WEIGHTS, fractions, share_in_oxide

GYPSUM, EPSOM = "CaSO4·2H2O", "MgSO4·7H2O"
DOTS = "·•∙⋅‧・●*.\N{GREEK ANO TELEIA}\N{ONE DOT LEADER}\N{HALFWIDTH KATAKANA MIDDLE DOT}×x"


@pytest.mark.parametrize("oxide", OXIDES)
def test_the_share_of_an_element_in_its_oxide_is_that_of_the_handbook(oxide: str) -> None:
    element, share = share_in_oxide(oxide)
    assert element_mass_fractions(oxide)[element] == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(
    ("oxide", "element", "printed"),
    [
        ("SiO2", "Si", 0.4674), ("Al2O3", "Al", 0.5293), ("Fe2O3", "Fe", 0.6994),
        ("MnO", "Mn", 0.7745), ("CaO", "Ca", 0.7147), ("MgO", "Mg", 0.6030),
        ("Na2O", "Na", 0.7419), ("K2O", "K", 0.8302), ("TiO2", "Ti", 0.5993),
        ("P2O5", "P", 0.4364), ("Cr2O3", "Cr", 0.6842), ("V2O5", "V", 0.5602),
    ],
)  # fmt: skip
def test_factors_are_those_that_geochemists_print(oxide: str, element: str, printed: float) -> None:
    assert element_mass_fractions(oxide)[element] == pytest.approx(printed, abs=2e-4)


@pytest.mark.parametrize("formula", OTHERS)
def test_hydrates_carbonates_and_sulphates_weigh_what_they_must(formula: str) -> None:
    found = element_mass_fractions(formula)
    assert found == pytest.approx(fractions(OTHERS[formula]), abs=1e-4)
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("dot", DOTS)
@pytest.mark.parametrize("space", ["", " ", "  "])
@pytest.mark.parametrize(("salt", "count"), [("CaSO4", "2"), ("MgSO4", "7"), ("Na2SO4", "10")])
def test_every_dot_that_people_type_is_the_dot_of_a_hydrate(
    salt: str, count: str, dot: str, space: str
) -> None:
    assert normalised(f"{salt}{space}{dot}{space}{count}H2O") == f"{salt}·{count}H2O"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("CaSO₄·2H₂O", GYPSUM),
        ("CaSO4 · 2 H2O", GYPSUM),
        ("CaSO4 2H2O", GYPSUM),
        ("MgSO4 7 H2O", EPSOM),
        ("CaSO4·½H2O", "CaSO4·0.5H2O"),
        ("CaSO4 · 1/2 H2O", "CaSO4·0.5H2O"),
        ("CaSO4·0,5H2O", "CaSO4·0.5H2O"),
        ("CaSO4.0.5H2O", "CaSO4·0.5H2O"),
        ("CaSO4·1½H2O", "CaSO4·1.5H2O"),
        ("[Ca(OH)2]", "(Ca(OH)2)"),
        ("ＳｉＯ２", "SiO2"),
        ("Fe0.95O", "Fe0.95O"),
        ("Fe0,95O", "Fe0.95O"),
        ("TiO1.5", "TiO1.5"),
        ("LiNi0.8Co0.1Mn0.1O2", "LiNi0.8Co0.1Mn0.1O2"),
        ("CuSO4.5H2O", "CuSO4·5H2O"),
    ],
)
def test_other_ways_of_writing_come_to_one_spelling(written: str, read: str) -> None:
    assert normalised(written) == read


def test_a_number_in_front_counts_for_its_part_only() -> None:
    assert atoms("2CaSO4·H2O") == {"Ca": 2, "S": 2, "O": 9, "H": 2}
    assert atoms("3CaO·SiO2") == {"Ca": 3, "O": 5, "Si": 1}


@pytest.mark.parametrize(
    ("formula", "named"),
    [
        ("", "Write a formula"),
        ("XxO", "Xx"),
        ("AI2O3", "A"),
        ("Ca(OH", "brackets"),
        ("CaOH)2", "brackets"),
        ("Ca()2", "nothing in the bracket"),
        ("CaSO4·", "missing at the dot"),
        ("SiO2?", "“\\?”"),
        ("H1001", "1000"),
        ("Ca" * 21, "at most 40"),
    ],
)
def test_what_is_wrong_with_a_formula_is_said(formula: str, named: str) -> None:
    with pytest.raises(FormulaError) as caught:
        atoms(formula)
    assert named.replace("\\", "") in str(caught.value)


@pytest.mark.parametrize(
    "formula", ["Al203", "Si02", "Fe203", "CaC03", "K20", "H20", "Mn0", "P205", "CaS04", "Ca0"]
)
def test_a_zero_for_the_letter_o_is_no_count(formula: str) -> None:
    with pytest.raises(FormulaError, match=formula):
        atoms(formula)
    with pytest.raises(FormulaError) as caught:
        atoms(formula)
    assert "letter O" in str(caught.value)


@pytest.mark.parametrize(
    "formula",
    ["Ca2+", "Na+", "SO4 2-", "SO4--", "CO3^2-", "Fe³⁺", "PO4³⁻", "Fe(III)", "Cr(III)", "As(V)"],
)
def test_a_charge_is_no_part_of_a_formula(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        atoms(formula)
    assert "charge" in str(caught.value)


def test_iodides_and_vanadates_are_no_charges() -> None:
    assert atoms("PbI2") == {"Pb": 1, "I": 2}
    assert atoms("Ca(VO3)2") == {"Ca": 1, "V": 2, "O": 6}


@pytest.mark.parametrize(
    "text", ["a" + " " * 50_000 + "b", "(" * 50_000, "." * 50_000, "1." * 30_000, "·" * 50_000]
)
def test_a_long_text_is_refused_before_it_is_read(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(FormulaError, match=str(LONGEST_TEXT)) as caught:
        atoms(text)
    assert time.perf_counter() - started < 1
    assert len(str(caught.value)) < 150


def read(text: str) -> Mapping[str, float]:
    """Shares of weight; nothing where the text was refused, with a reason."""
    try:
        return element_mass_fractions(text)
    except FormulaError as error:
        return {} if str(error) else {"no reason": 0}


@given(st.text(max_size=60) | st.text("CaSO4·2H().½x 0-+ⅣFe", max_size=25))
def test_no_text_does_more_harm_than_a_formula_error(text: str) -> None:
    found = read(text)
    if found:
        assert sum(found.values()) == pytest.approx(1)
        assert normalised(normalised(text)) == normalised(text)


symbols = st.sampled_from(sorted(WEIGHTS))


@given(st.dictionaries(symbols, st.integers(1, 20), min_size=2, max_size=5))
def test_any_formula_of_counted_elements_is_read_back(counts: dict[str, int]) -> None:
    formula = "".join(f"{one}{count if count > 1 else ''}" for one, count in counts.items())
    assert atoms(formula) == counts
    assert element_mass_fractions(formula) == pytest.approx(fractions(dict(counts)), abs=1e-4)


@given(st.dictionaries(symbols, st.integers(1, 6), min_size=2, max_size=3), st.integers(2, 12))
def test_a_bracket_counts_as_often_as_its_number(counts: dict[str, int], times: int) -> None:
    inner = "".join(f"{one}{count}" for one, count in counts.items())
    assert atoms(f"({inner}){times}") == {one: count * times for one, count in counts.items()}
    assert atoms(f"NaCl·{times}H2O")["H"] == 2 * times
