"""The 34 critical raw materials: what shows them in an analysis, and from how much."""

import csv
from pathlib import Path

import pytest

from streams.chemistry.crm import carriers, critical_raw_materials, crm_contents
from streams.quantities.intervals import Interval
from streams.reference.house_lists import critical_raw_materials as reference_list
from tests.streams.chemistry.analyses import Number, analysis
from tests.streams.chemistry.handbook import fractions

Rows = dict[str, Number]


def found(rows: Rows, unit: str = "wt%") -> dict[str, bool]:
    """Codes, and whether each is certain."""
    return {one.code: one.certain for one in crm_contents(analysis(rows, unit=unit))}


def test_the_list_is_that_of_the_regulation(shared_lists: Path) -> None:
    with (shared_lists / "crm.csv").open(encoding="utf-8", newline="") as file:
        official = list(csv.DictReader(file))
    ours = critical_raw_materials()
    assert len(ours) == len(official) == 34
    for one, row in zip(ours, official, strict=True):
        assert one.code == row["code"]
        assert (one.name_en, one.name_nb) == (row["name_en"], row["name_nb"])
        assert "|".join(one.elements) == row["elements"]
        flags = (one.eu_critical, one.eu_strategic, one.nato_defence)
        columns = ("eu_critical_2024", "eu_strategic_2024", "nato_defence_2024")
        assert flags == tuple(row[column] == "1" for column in columns)


def test_the_list_that_is_loaded_and_the_one_that_calculates_are_the_same() -> None:
    loaded = {row.code: (row.name_en, row.strategic, row.nato) for row in reference_list()}
    ours = {one.code: (one.name_en, one.eu_strategic, one.nato_defence) for one in
            critical_raw_materials()}  # fmt: skip
    assert loaded == ours


def test_every_material_has_a_rule_with_its_reason_and_source() -> None:
    assert list(carriers()) == [one.code for one in critical_raw_materials()]
    for rule in carriers().values():
        assert rule.reason
        assert rule.source
        assert rule.kind in {"element", "metal", "species", "none"}
        assert rule.minimum_percent > 0


def test_an_element_rule_counts_the_elements_of_the_list() -> None:
    for one in critical_raw_materials():
        rule = carriers()[one.code]
        if rule.kind in {"element", "metal"}:
            assert rule.carriers == one.elements


@pytest.mark.parametrize(
    "code", [code for code, rule in carriers().items() if rule.kind == "element"]
)
def test_a_material_counts_from_its_minimum_and_not_below(code: str) -> None:
    rule = carriers()[code]
    element = rule.carriers[0]
    assert found({element: rule.minimum_percent * 1.01})[code]
    assert code not in found({element: rule.minimum_percent * 0.99})
    straddling = (rule.minimum_percent * 0.5, rule.minimum_percent * 2)
    assert found({element: straddling})[code] is False


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ({"MnO": 8}, {"manganese"}),
        ({"Al2O3": 30}, {"aluminium"}),
        ({"Al2O3": 15}, set()),
        ({"CaF2": 60}, {"fluorspar"}),
        ({"NaF": 60}, set()),
        ({"F": 30}, set()),
        ({"BaSO4": 60}, {"baryte"}),
        ({"BaCO3": 60}, set()),
        ({"feldspar": 60}, {"feldspar"}),
        ({"Na2O": 8, "K2O": 6}, set()),
        ({"apatite": 90}, {"phosphate_rock", "phosphorus"}),
        ({"P2O5": 20}, {"phosphorus"}),
        ({"coal": 90}, set()),
        ({"coke": 90}, set()),
        ({"TiO2": 90}, set()),
        ({"FeTiO3": 90}, set()),
        ({"ti_metal": 90}, {"titanium_metal"}),
        ({"MgO": 90}, set()),
        ({"MgCO3": 90}, set()),
        ({"mg_metal": 90}, {"magnesium"}),
    ],
)
def test_a_substance_is_a_source_of_what_it_carries_and_of_nothing_else(
    rows: Rows, codes: set[str]
) -> None:
    assert found(rows).keys() == codes


@pytest.mark.parametrize(
    "rows", [{"SiO2": 99}, {"quartz": 99}, {"SiC": 99}, {"Si3N4": 50, "SiO2": 40}, {"CaSiO3": 80}]
)
def test_silica_and_its_like_are_not_silicon_metal(rows: Rows) -> None:
    assert "silicon_metal" not in found(rows)


def test_a_mineral_and_its_formulas_are_not_counted_twice() -> None:
    (content,) = crm_contents(analysis({"feldspar": 60, "NaAlSi3O8": 25, "KAlSi3O8": 20}))
    assert (content.code, content.interval) == ("feldspar", Interval(60, 100))


def test_a_mineral_beside_its_oxide_makes_no_more_aluminium_than_one_of_them() -> None:
    (content,) = crm_contents(analysis({"MgAl2O4": 30, "Al2O3": 20}))
    assert content.code == "aluminium"
    assert content.interval.low == pytest.approx(30 * 0.3793, abs=0.01)
    assert not content.certain


def test_silicon_metal_is_what_an_analysis_names_so() -> None:
    assert found({"si_metal": 40, "SiO2": 50})["silicon_metal"]
    assert found({"Si": 90})["silicon_metal"]


def test_bare_silicon_beside_silica_may_be_metal_and_may_be_the_silica() -> None:
    assert found({"Si": 20, "SiO2": 42.8})["silicon_metal"] is False
    assert found({"Si": 40, "SiO2": 42.8})["silicon_metal"] is True


@pytest.mark.parametrize("name", ["C", "c_fix", "c_free", "toc", "coke", "coal", "CaCO3", "SiC"])
def test_not_every_carbon_is_graphite(name: str) -> None:
    assert "graphite" not in found({name: 90})


def test_graphite_is_graphite_from_two_per_cent() -> None:
    assert found({"graphite": 2})["graphite"]
    assert "graphite" not in found({"graphite": 1.9})
    (content,) = crm_contents(analysis(graphite=(5, 10), C=40))
    assert content.interval == Interval(5, 10)


LIGHT, HEAVY = (
    ("La", "Ce", "Pr", "Nd", "Sm", "Eu"),
    ("Gd", "Tb", "Dy", "Ho", "Er", "Tm", "Yb", "Lu"),
)


@pytest.mark.parametrize(
    ("elements", "code"), [(LIGHT, "lree"), ((*HEAVY, "Y"), "hree"), (("Pt", "Pd", "Rh"), "pgm")]
)
def test_elements_of_a_group_count_together(elements: tuple[str, ...], code: str) -> None:
    minimum = carriers()[code].minimum_percent
    each = minimum * 10_000 * 1.05 / len(elements)
    assert found(dict.fromkeys(elements, each), "mg/kg")[code]
    assert code not in found({elements[0]: each}, "mg/kg")
    (content,) = crm_contents(analysis(dict.fromkeys(elements, each), unit="mg/kg"))
    assert content.element == "+".join(one for one in carriers()[code].carriers if one in elements)
    assert content.interval.low == pytest.approx(minimum * 1.05)


def test_oxides_of_rare_earths_count_by_their_element() -> None:
    share = fractions({"La": 2, "O": 3})["La"]
    (content,) = crm_contents(analysis(La2O3=1))
    assert (content.code, content.element) == ("lree", "La")
    assert content.interval.low == pytest.approx(share, abs=1e-4)


def test_a_sum_of_rare_earths_may_be_of_either_group() -> None:
    assert found({"ree": 2_000}, "mg/kg") == {"hree": False, "lree": False}
    contents = {one.code: one.interval for one in crm_contents(analysis(reo=1))}
    assert contents == {"hree": Interval(0, 0.9), "lree": Interval(0, 0.9)}
    assert found({"ree": 2_000, "La": 900}, "mg/kg") == {"hree": False, "lree": True}


def test_a_sum_of_platinum_metals_is_the_group() -> None:
    assert found({"pge": 5}, "mg/kg") == {"pgm": True}


def test_gallium_counts_from_fifty_milligrams() -> None:
    assert found({"Ga": 50}, "mg/kg") == {"gallium": True}
    assert found({"Ga": 49}, "mg/kg") == {}
    assert found({"Ga2O3": 70}, "mg/kg") == {"gallium": True}


def test_contents_come_in_the_order_of_the_list_and_end_at_a_hundred() -> None:
    contents = crm_contents(analysis(MnO=20, Al2O3=40, Mn=99, V2O5=5))
    assert [one.code for one in contents] == ["aluminium", "manganese", "vanadium"]
    assert max(one.interval.high for one in contents) <= 100


def test_shares_on_two_bases_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="as delivered"):
        crm_contents([*analysis(MnO=8), *analysis(basis="wet", CaO=20)])
