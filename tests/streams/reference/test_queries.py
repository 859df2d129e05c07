"""People name substances and materials in their own way, in three languages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from streams.chemistry.formulas import FormulaError
from streams.chemistry.species import AmbiguousSpecies
from streams.reference.languages import best_of
from streams.reference.models import CriticalRawMaterial, MaterialClass, Substance, WasteCode
from streams.reference.queries import (
    critical_materials,
    folded,
    forget_reference,
    materials_by_kind,
    resolve_material,
    resolve_substance,
    resolve_waste_code,
    substances,
    waste_codes,
)
from streams.vocabulary import Kind

pytestmark = pytest.mark.usefixtures("reference")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SiO2", "SiO2"),
        ("sio2", "SiO2"),
        ("SiO₂", "SiO2"),
        ("glødetap", "loi"),
        ("Loss on ignition", "loi"),
        ("kopar", "Cu"),
        ("vatn", "H2O"),
        ("C fix", "c_fix"),
        ("CO", "CO"),
        ("Co", "Co"),
        ("krom(VI)", "cr_vi"),
        ("PAH16", "pah16"),
    ],
)
def test_substances_are_found_as_people_write_them(text: str, key: str) -> None:
    found = resolve_substance(text)
    assert found is not None
    assert found.key == key
    assert Substance.objects.filter(key=key).exists()


def test_case_that_could_mean_two_substances_is_asked_about() -> None:
    with pytest.raises(AmbiguousSpecies) as caught:
        resolve_substance("co")
    assert set(caught.value.candidates) >= {"CO", "Co"}
    assert isinstance(caught.value, FormulaError)


@pytest.mark.parametrize("text", ["", "   ", "unobtainium", "grus og stein", "\x00", "Å" * 500])
def test_what_is_no_substance_is_none(text: str) -> None:
    assert resolve_substance(text) is None


def test_formula_on_no_list_is_a_substance_that_is_not_saved() -> None:
    found = resolve_substance("Ca12Al14O33")
    assert found is not None
    assert (found.key, found.symbol) == ("Ca12Al14O33", "Ca₁₂Al₁₄O₃₃")
    assert not Substance.objects.filter(key=found.key).exists()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("silicomanganese_slag", "silicomanganese_slag"),
        ("Silikomanganslagg", "silicomanganese_slag"),
        ("SIMN-SLAGG", "silicomanganese_slag"),
        ("Silica Green Stone", "silicomanganese_slag"),
        ("raudslam", "red_mud"),
        ("bauxite residue", "red_mud"),
        ("SPL", "spent_pot_lining"),
        ("microsilica", "silica_fume"),
        (" mesa ", "lime_mud"),
        ("CO2", "co2"),
        ("spillvarme", "heat"),
    ],
)
def test_materials_are_found_by_any_of_their_names(text: str, code: str) -> None:
    found = resolve_material(text)
    assert found is not None
    assert found.code == code


def test_word_of_two_kinds_means_the_material_unless_the_kind_is_said() -> None:
    as_material, as_deposit = resolve_material("gråberg"), resolve_material("gråberg", "deposit")
    assert as_material is not None
    assert as_deposit is not None
    assert (as_material.code, as_deposit.code) == ("waste_rock", "deposit_waste_rock")
    assert resolve_material("waste_rock", Kind.HEAT) is None


@pytest.mark.parametrize("text", ["", "--", "månestøv"])
def test_unknown_material_is_none(text: str) -> None:
    assert resolve_material(text) is None


@pytest.mark.parametrize("text", ["100308", "10 03 08", "10 03 08*", "10.03.08", "10-03-08*"])
def test_waste_codes_are_read_as_people_write_them(text: str) -> None:
    found = resolve_waste_code(text)
    assert found is not None
    assert found.written == "10 03 08*"


def test_materials_of_a_kind_come_with_each_class_after_its_group() -> None:
    for kind in Kind:
        group = None
        for one in materials_by_kind(kind):
            assert one.kind == kind
            group = one.code if one.parent_id is None else group
            assert one.parent_id in (None, group)


def test_common_substances_come_first() -> None:
    assert [one.key for one in substances()[:3]] == ["SiO2", "Al2O3", "CaO"]


def test_lists_hold_all_that_is_loaded() -> None:
    assert len(critical_materials()) == 34
    assert [one.code for one in waste_codes()] == sorted(one.code for one in waste_codes())
    assert len(waste_codes()) == WasteCode.objects.count()


def test_lists_are_read_once_and_again_when_forgotten() -> None:
    critical_materials()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        materials_by_kind(Kind.GAS)
        resolve_material("slagg")
        resolve_substance("MnO")
    assert len(asked) == 0
    MaterialClass.objects.filter(code="slag").update(name_nb="Slagger")
    assert resolve_material("slagger") is None
    forget_reference()
    assert resolve_material("slagger") is not None


@pytest.mark.parametrize(
    ("language", "name"), [("nb", "Kobber"), ("nn", "Kopar"), ("en", "Copper")]
)
def test_name_follows_the_language_of_the_reader(language: str, name: str) -> None:
    copper = CriticalRawMaterial.objects.get(code="copper")
    with translation.override(language):
        assert copper.name == str(copper) == name
    assert copper.name_in(language) == name


def test_missing_title_is_shown_in_the_language_that_readers_read_best() -> None:
    code = WasteCode(code="999999", hazardous=False, title_nn="Nynorsk", title_en="English")
    assert code.name_in("nb") == "Nynorsk"
    assert code.name_in("de") == "English"


@given(st.dictionaries(st.sampled_from(["nb", "nn", "en"]), st.text(max_size=3)), st.text())
def test_a_word_that_exists_is_always_found(words: dict[str, str], language: str) -> None:
    assert bool(best_of(words, language)) == any(words.values())


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
