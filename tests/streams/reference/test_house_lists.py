"""The lists we ship: complete in three languages, without double meanings, and true."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from streams.chemistry.formulas import ATOMIC_MASSES
from streams.chemistry.species import listed_species
from streams.reference import house_lists
from streams.reference.formula_text import written_formula
from streams.reference.models import MaterialClass, WasteCode
from streams.reference.queries import folded
from streams.vocabulary import Kind

CHAPTERS = {"01", "03", "05", "06", "07", "08", "10", "11", "12", "16", "17", "19"}


def words_of(one: MaterialClass) -> list[str]:
    return [one.code, one.name_nb, one.name_nn, one.name_en, *one.synonyms]


def test_every_material_class_is_named_in_three_languages() -> None:
    classes = house_lists.material_classes()
    assert all(one.name_nb and one.name_nn and one.name_en for one in classes)
    assert sum(one.kind == Kind.MATERIAL and one.parent_id is not None for one in classes) >= 90
    assert {one.kind for one in classes} == set(Kind.values)


def test_every_material_class_fits_its_columns() -> None:
    for one in house_lists.material_classes():
        one.clean_fields(exclude=["parent"])
        assert re.fullmatch(r"[a-z0-9_]+", one.code), one.code


def test_groups_have_classes_and_classes_have_no_children() -> None:
    classes = {one.code: one for one in house_lists.material_classes()}
    parents = Counter(one.parent_id for one in classes.values() if one.parent_id)
    groups = [one for one in classes.values() if one.parent_id is None]
    assert {one.code for one in groups} == set(parents)
    for code, one in classes.items():
        if one.parent_id:
            assert classes[one.parent_id].kind == one.kind, code


def test_no_word_means_two_classes_of_one_kind() -> None:
    for kind in Kind:
        owners: dict[str, str] = {}
        for one in house_lists.material_classes():
            for word in map(folded, words_of(one)) if one.kind == kind else ():
                assert owners.setdefault(word, one.code) == one.code, word


def test_no_material_word_is_empty_once_folded() -> None:
    assert all(folded(word) for one in house_lists.material_classes() for word in words_of(one))


def test_substances_are_exactly_those_that_chemistry_knows() -> None:
    shipped = {one.key: one for one in house_lists.substances()}
    assert set(shipped) == {one.key for one in listed_species()}
    assert shipped["SiO2"].formula == "SiO2"
    assert shipped["loi"].formula is None
    assert shipped["Cd"].is_trace_by_default
    assert not shipped["MnO"].is_trace_by_default


def test_every_common_substance_and_symbol_belongs_to_a_known_substance() -> None:
    written = house_lists.read_list("substances.yaml")
    known = {one.key for one in listed_species()}
    assert set(written["common"]) | set(written["symbols"]) <= known
    assert len(set(written["common"])) == len(written["common"]) >= 70


def test_every_substance_fits_its_columns() -> None:
    for one in house_lists.substances():
        one.clean_fields()


@pytest.mark.parametrize(
    ("formula", "written"),
    [
        ("SiO2", "SiO₂"),
        ("CaSO4·2H2O", "CaSO₄·2H₂O"),
        ("CaSO4·0.5H2O", "CaSO₄·0.5H₂O"),
        ("Na2B4O7·10H2O", "Na₂B₄O₇·10H₂O"),
        ("Al(OH)3", "Al(OH)₃"),
        ("Fe", "Fe"),
    ],
)
def test_figures_in_formulas_are_lowered(formula: str, written: str) -> None:
    assert written_formula(formula) == written


def test_waste_codes_cover_the_chapters_of_process_industry() -> None:
    codes = house_lists.waste_codes()
    assert len({one.code for one in codes}) == len(codes) >= 150
    assert {one.code[:2] for one in codes} == CHAPTERS
    for one in codes:
        one.clean_fields()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_two_waste_codes_have_the_same_title(language: str) -> None:
    titles = Counter(one.name_in(language) for one in house_lists.waste_codes())
    assert titles.most_common(1)[0][1] == 1
    assert "" not in titles


def test_codes_and_hazard_flags_are_those_of_the_european_list(shared_lists: Path) -> None:
    official = official_rows(shared_lists)
    for one in house_lists.waste_codes():
        assert one.code in official, one.code
        assert one.hazardous == (official[one.code]["hazardous"] == "1"), one.code


def test_titles_are_our_own_words(shared_lists: Path) -> None:
    official = official_rows(shared_lists)
    for one in house_lists.waste_codes():
        assert folded(one.title_en) != folded(official[one.code]["description"]), one.code


def official_rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "list_of_waste.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_there_are_34_critical_raw_materials_with_known_elements() -> None:
    critical = house_lists.critical_raw_materials()
    assert len({one.code for one in critical}) == 34
    assert sum(one.nato for one in critical) == 13  # the two groups of rare earths are one there
    assert {symbol for one in critical for symbol in one.elements} <= set(ATOMIC_MASSES)
    for one in critical:
        one.clean_fields()


def test_critical_raw_materials_are_those_of_the_shared_list(shared_lists: Path) -> None:
    with (shared_lists / "crm.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    critical = {one.code: one for one in house_lists.critical_raw_materials()}
    assert set(critical) == set(rows)
    for code, row in rows.items():
        one = critical[code]
        assert (one.name_en, one.name_nb) == (row["name_en"], row["name_nb"])
        assert one.elements == [symbol for symbol in row["elements"].split("|") if symbol]
        assert (one.strategic, one.nato) == (
            row["eu_strategic_2024"] == "1",
            row["nato_defence_2024"] == "1",
        )


def test_hazardous_codes_are_written_with_an_asterisk() -> None:
    assert WasteCode(code="100308", hazardous=True).written == "10 03 08*"
    assert WasteCode(code="100316", hazardous=False).written == "10 03 16"
