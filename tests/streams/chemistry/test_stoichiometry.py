"""Elements follow from substances: added up once, never sharper than what they follow from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.chemistry.composition import ConstituentValue
from streams.chemistry.crm import contained_tonnes, crm_contents
from streams.chemistry.stoichiometry import element_contents
from streams.quantities.bands import TONNES, WEIGHT_PERCENT
from streams.quantities.intervals import Interval
from tests.streams.chemistry.analyses import analysis, coarsened, drawn
from tests.streams.chemistry.handbook import OTHERS, OXIDES, fractions, share_in_oxide
from tests.streams.quantities.numbers import amounts, encloses, shares


@pytest.mark.parametrize("oxide", OXIDES)
def test_an_oxide_brings_its_element(oxide: str) -> None:
    element, share = share_in_oxide(oxide)
    found = element_contents(analysis({oxide: (10, 20)}))[element]
    assert found.low == pytest.approx(10 * share, rel=1e-4)
    assert found.high == pytest.approx(20 * share, rel=1e-4)


@pytest.mark.parametrize("formula", OTHERS)
def test_hydrates_carbonates_and_sulphates_bring_all_their_elements(formula: str) -> None:
    found = element_contents(analysis({formula: 50}))
    assert {element: share.low for element, share in found.items()} == pytest.approx(
        {element: 50 * share for element, share in fractions(OTHERS[formula]).items()}, rel=2e-4
    )


def test_compounds_of_one_element_add_up() -> None:
    found = element_contents(analysis({"CaSO4": 10, "CaCO3": 20}))["Ca"]
    assert found.low == pytest.approx(10 * 0.2944 + 20 * 0.4004, abs=0.01)
    assert found.is_point


@pytest.mark.parametrize(
    ("compound", "oxide", "element"),
    [("CaCO3", "CaO", "Ca"), ("Mg2SiO4", "MgO", "Mg"), ("Fe3O4", "Fe2O3", "Fe")],
)
def test_an_oxide_beside_a_compound_may_or_may_not_be_the_same_atoms(
    compound: str, oxide: str, element: str
) -> None:
    both = element_contents(analysis({compound: 20, oxide: 10}))[element]
    alone = [element_contents(analysis({one: n}))[element].low for one, n in
             ((compound, 20), (oxide, 10))]  # fmt: skip
    assert both.low == max(alone)
    assert both.high == pytest.approx(sum(alone))


def test_a_metal_stands_beside_its_oxide_and_its_minerals() -> None:
    found = element_contents(analysis(al_metal=5, Al2O3=10, MgAl2O4=1))["Al"]
    assert found.low == pytest.approx(5 + 10 * 0.5293, abs=0.001)


def test_metal_and_oxide_add_up() -> None:
    found = element_contents(analysis(al_metal=5, Al2O3=10))["Al"]
    assert found.low == pytest.approx(5 + 10 * 0.5293, abs=0.001)


def test_an_element_beside_its_oxide_may_or_may_not_be_the_same_atoms() -> None:
    found = element_contents(analysis(Fe=50, Fe2O3=71.5))["Fe"]
    assert found.low == pytest.approx(50.0, abs=0.02)
    assert found.high == 100
    found = element_contents(analysis(Fe=60, Fe2O3=50))["Fe"]
    assert found.low == 60


def test_total_sulphur_is_not_added_to_the_sulphur_of_gypsum_for_certain() -> None:
    found = element_contents(analysis({"CaSO4·2H2O": 20}, S=4))["S"]
    assert found.low == 4


@pytest.mark.parametrize("key", ["loi", "moisture", "ash", "dry_matter", "coke", "ree"])
def test_what_is_no_substance_brings_no_element(key: str) -> None:
    assert element_contents(analysis({key: 30})) == {}


def test_fixed_carbon_is_carbon() -> None:
    assert element_contents(analysis(c_fix=80, graphite=5, CaCO3=10))["C"].low == 80


def test_traces_and_main_constituents_are_of_one_measure() -> None:
    values = [*analysis(ZnO=1), *analysis(unit="mg/kg", Pb=5_000)]
    assert element_contents(values)["Pb"] == Interval.point(0.5)


def test_values_on_two_bases_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="as delivered"):
        element_contents([*analysis(SiO2=40), *analysis(basis="wet", CaO=20)])


@given(drawn())
def test_no_element_is_more_than_everything_nor_less_than_nothing(
    values: list[ConstituentValue],
) -> None:
    for share in element_contents(values).values():
        assert 0 <= share.low <= share.high
        assert share.high <= max(100, share.low)


@given(drawn())
def test_elements_from_bands_enclose_those_from_values(values: list[ConstituentValue]) -> None:
    exact, coarse = element_contents(values), element_contents(coarsened(values))
    assert exact.keys() == coarse.keys()
    for element, share in exact.items():
        assert encloses(coarse[element].rounded_outwards(2), share)


@given(drawn(), st.data())
def test_two_analyses_of_the_same_bands_give_the_same_from_bands(
    values: list[ConstituentValue], data: st.DataObject
) -> None:
    bands = [data.draw(st.sampled_from(WEIGHT_PERCENT.bands())) for _ in values]
    one, other = (
        [
            ConstituentValue(value.substance, Interval.point(data.draw(inside(band))))
            for value, band in zip(values, bands, strict=True)
        ]
        for _ in range(2)
    )
    assert element_contents(coarsened(one)) == element_contents(coarsened(other))
    assert crm_contents(coarsened(one)) == crm_contents(coarsened(other))


def inside(band: Interval) -> st.SearchStrategy[float]:
    return st.floats(band.low, band.high, exclude_max=band.high < 100)


@given(drawn())
def test_critical_raw_materials_from_bands_enclose_those_from_values(
    values: list[ConstituentValue],
) -> None:
    exact = {one.code: one for one in crm_contents(values)}
    coarse = {one.code: one for one in crm_contents(coarsened(values))}
    assert exact.keys() <= coarse.keys()
    for code, content in exact.items():
        assert encloses(coarse[code].interval.rounded_outwards(2), content.interval)
        assert content.certain or not coarse[code].certain


@given(amounts, shares)
def test_tonnes_from_bands_enclose_tonnes_from_values(volume: Interval, share: Interval) -> None:
    exact = contained_tonnes(volume, share)
    coarse = contained_tonnes(TONNES.band_of(volume), share.hull(Interval(0, 1)))
    assert encloses(coarse, exact)
    assert encloses(exact, volume.times(share).scaled(1 / 100))


def test_tonnes_are_rounded_outwards_to_two_digits() -> None:
    assert contained_tonnes(Interval.point(4_321), Interval(4.72, 4.96)) == Interval(200, 220)
    assert contained_tonnes(Interval.point(0), Interval(1, 2)) == Interval.point(0)
