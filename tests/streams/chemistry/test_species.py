"""Substances are found by formula and by name in three languages, and never by guessing."""

from collections import defaultdict

import pytest
from django.utils.translation import override

from streams.chemistry.formulas import FormulaError, atoms
from streams.chemistry.species import AmbiguousSpecies, listed_species, resolve


def signature(formula: str) -> frozenset[tuple[str, float]]:
    return frozenset(atoms(formula).items())


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SiO2", "SiO2"), ("sio2", "SiO2"), ("SIO2", "SiO2"), ("SiO₂", "SiO2"),
        ("silica", "SiO2"), ("silisiumdioksid", "SiO2"), ("gips", "CaSO4·2H2O"),
        ("CaSO4.2H2O", "CaSO4·2H2O"), ("CaSO4 * 2 H2O", "CaSO4·2H2O"),
        ("C fix", "c_fix"), ("C-fix", "c_fix"), ("Cfix", "c_fix"), ("fast karbon", "c_fix"),
        ("LOI", "loi"), ("Glødetap", "loi"), ("fukt", "moisture"), ("TS", "dry_matter"),
        ("Cl-", "chlorides"), ("SO4", "sulphates"), ("Cr6+", "cr_vi"), ("Cr(VI)", "cr_vi"),
        ("Mn (total)", "Mn"), ("total Mn", "Mn"), ("Cd, tot.", "Cd"),
        ("P (as P2O5)", "P2O5"), ("P som P2O5", "P2O5"),
        ("TIC", "tic"), ("TiC", "TiC"), ("CO", "CO"), ("Co", "Co"), ("HF", "HF"), ("Hf", "Hf"),
        ("O3Al2", "Al2O3"), ("3CaO·SiO2", "Ca3SiO5"), ("C3S", "Ca3SiO5"),
        ("ZrSiO4", "ZrSiO4"),
    ],
)  # fmt: skip
def test_a_substance_is_found_as_people_write_it(text: str, key: str) -> None:
    assert resolve(text).key == key


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("co", {"Co", "CO"}), ("hf", {"Hf", "HF"}), ("CaCo3", {"CaCO3", "CaCo3"})],
)
def test_where_only_capitals_tell_it_is_asked_which(text: str, candidates: set[str]) -> None:
    with pytest.raises(AmbiguousSpecies) as caught:
        resolve(text)
    assert set(caught.value.candidates) == candidates
    assert all(one in str(caught.value) for one in candidates)


@pytest.mark.parametrize("text", ["mystery dust", "Ferrosilicon", "xyz", "grønn stein", "??", "A"])
def test_an_unknown_word_is_no_substance_and_named_in_the_error(text: str) -> None:
    with pytest.raises(FormulaError) as caught:
        resolve(text)
    assert text in str(caught.value)


@pytest.mark.parametrize(
    "key", ["loi", "moisture", "dry_matter", "ash", "volatile_matter", "ree", "coke"]
)
def test_what_is_no_substance_gives_no_element(key: str) -> None:
    assert resolve(key).formula is None
    assert not resolve(key).gives


def test_loss_on_ignition_is_part_of_no_sum_and_fixed_carbon_is_carbon() -> None:
    assert not resolve("LOI").counts_in_sum
    assert not resolve("TOC").counts_in_sum
    assert resolve("C fix").formula is None
    assert resolve("C fix").gives == {"C": 1}
    assert resolve("C fix").overlaps == "C"


def test_every_name_means_one_substance() -> None:
    meant = defaultdict(set)
    for one in listed_species():
        for word in (*one.names.values(), *one.synonyms):
            meant[word.casefold()].add(one.key)
    assert {word: keys for word, keys in meant.items() if len(keys) > 1} == {}


def test_every_substance_is_found_by_its_key_and_its_names_in_every_language() -> None:
    for one in listed_species():
        assert resolve(one.key) == one
        for word in (*one.names.values(), *one.synonyms):
            assert resolve(word) == one, word


def test_no_two_listed_formulas_are_made_of_the_same_atoms() -> None:
    formulas = [one.formula for one in listed_species() if one.formula]
    assert len({signature(formula) for formula in formulas}) == len(formulas)


def test_a_name_is_in_the_language_of_the_reader() -> None:
    with override("nb"):
        assert resolve("loi").name == "glødetap"
    with override("nn"):
        assert resolve("Cu").name == "kopar"
    with override("en"):
        assert resolve("Cu").name == "copper"


def test_a_text_too_long_for_a_name_is_refused_at_once() -> None:
    with pytest.raises(FormulaError, match="120"):
        resolve("a" + " " * 100_000 + "b")


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("anorthosite", "rock"), ("feldspar", "mineral"), ("clay", "mineral"),
        ("glimmer", "mineral"), ("apatite", "mineral"), ("albite", "compound"),
        ("Mg2SiO4", "compound"),
        ("MgAl2O4", "compound"), ("FeTiO3", "compound"), ("Ca3SiO5", "compound"),
        ("CaMg(CO3)2", "compound"), ("Al2Si2O5(OH)4", "compound"), ("Fe3O4", "compound"),
        ("Ca3(PO4)2", "compound"), ("SiO2", "oxide"), ("Fe2O3", "oxide"), ("SO3", "oxide"),
        ("H2O", "oxide"), ("TiO1.5", "oxide"), ("CaCO3", ""), ("CaSO4·2H2O", ""), ("NaOH", ""),
        ("NaCl", ""), ("SiC", ""), ("CuFeS2", ""), ("Fe", ""), ("O2", ""), ("al_metal", ""),
        ("LOI", ""), ("moisture", ""), ("wood", ""),
    ],
)  # fmt: skip
def test_a_substance_stands_where_its_oxygen_and_elements_put_it(text: str, level: str) -> None:
    assert resolve(text).level == level


@pytest.mark.parametrize("text", ["2SiO2", "2 SiO2", "½SiO2", "0.5SiO2", "(SiO2)", "12SiO2"])
def test_a_number_before_the_whole_formula_makes_no_other_substance(text: str) -> None:
    assert resolve(text) == resolve("SiO2")


def test_a_number_before_one_of_several_parts_counts() -> None:
    assert resolve("2CaSO4·H2O") != resolve("CaSO4·H2O")


@pytest.mark.parametrize("text", ["H2O2O", "SiO2O", "Al2O3O2"])
def test_no_oxide_has_its_oxygen_twice(text: str) -> None:
    with pytest.raises(FormulaError):
        resolve(text)


@pytest.mark.parametrize(
    "text",
    [
        "FeOOH",
        "CH3COOH",
        "CaTiSiO4O",
        "KAl2AlSi3O10(OH)2",
        "CaO·SiO2",
        "HOOH",
        "Na2O·Al2O3",
        "SiO2Os",
    ],
)
def test_formulas_that_repeat_an_element_with_reason_are_read(text: str) -> None:
    assert resolve(text).formula
