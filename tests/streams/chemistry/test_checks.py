"""An analysis that cannot be true is told why, by the name of its constituent; others pass."""

import math
from collections.abc import Iterator, Sequence

import pytest
from django.utils.translation import override
from hypothesis import given

from streams.chemistry.checks import TOLERANCE, Problem, check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.totals import least_total
from streams.quantities.intervals import Interval
from tests.streams.chemistry.analyses import Number, analysis, drawn


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def errors(values: Sequence[ConstituentValue], moisture: Interval | None = None) -> list[Problem]:
    found = check_composition(values, moisture)
    return [problem for problem in found if problem.severity == "error"]


def row(
    substance: str, low: float, high: float, unit: str = "wt%", basis: str = "dry"
) -> ConstituentValue:
    return ConstituentValue(substance, Interval(low, high), unit, basis)


HONEST: dict[str, dict[str, Number]] = {
    "silicomanganese slag": {
        "SiO2": (40, 45), "CaO": (20, 25), "Al2O3": (12, 16), "MnO": (5, 12), "MgO": (4, 7),
        "S": 0.6, "K2O": 1,
    },
    "Portland cement": {
        "CaO": 63.5, "SiO2": 20.4, "Al2O3": 5.0, "Fe2O3": 3.2, "MgO": 2.3, "SO3": 3.2,
        "K2O": 1.1, "Na2O": 0.4, "LOI": 1.5, "free_lime": 1.2,
    },
    "gypsum": {"CaSO4·2H2O": 95, "SiO2": 3, "S": 17.6, "sulphates": 53, "LOI": 20},
    "limestone with its loss": {"CaCO3": 97, "SiO2": 2, "LOI": 42.7},
    "fluorspar": {"CaF2": 97, "F": 47.2, "SiO2": 2},
    "fluorine beside oxides": {"CaO": 70, "F": 47, "SiO2": 2},
    "salt": {"NaCl": 98, "Cl": 59.5, "moisture": 2},
    "iron ore with its total": {"Fe2O3": 95, "Fe": 66.4, "SiO2": 4},
    "silicon carbide": {"SiC": 97, "Si": 68, "C": 29, "Fe": 0.5},
    "spent pot lining": {"C": 35, "F": 12, "Na": 11, "Al": 10, "SiO2": 10, "c_fix": 34},
    "coke breeze": {"c_fix": 86, "ash": 12, "volatile_matter": 2, "SiO2": 6, "C": 86},
    "phosphate rock": {"apatite": 90, "P2O5": 37, "CaO": 49, "F": 3.3},
    "anorthosite with its oxides": {
        "anorthosite": (70, 95), "SiO2": (48, 52), "Al2O3": (29, 31),
    },
    "anorthosite, its feldspar and its ends": {
        "anorthosite": 90, "feldspar": 85, "CaAl2Si2O8": 50, "NaAlSi3O8": 34, "SiO2": 52,
    },
    "clay with its oxides": {"clay": 60, "SiO2": 50},
    "clay with organic matter": {
        "clay": 70, "organic_matter": 30, "LOI": 38, "SiO2": 40, "Al2O3": 20,
    },
    "kaolin": {"Al2Si2O5(OH)4": 97, "SiO2": 46, "Al2O3": 37, "Fe2O3": 1, "K2O": 2, "LOI": 13},
    "feldspar": {"feldspar": 95, "SiO2": 65},
    "forsterite": {"Mg2SiO4": 65, "MgO": 57, "SiO2": 43},
    "olivine of several oxides": {"olivine": 95, "Mg2SiO4": 90, "MgO": 49, "SiO2": 41, "FeO": 8},
    "spinel": {"MgAl2O4": 95, "MgO": 28, "Al2O3": 70},
    "magnetite": {"Fe3O4": 95, "Fe2O3": 98},
    "limestone with its oxides": {"CaCO3": 97, "CaO": 54, "CO2": 42.5, "SiO2": 2, "LOI": 43},
    "dolomite": {"CaMg(CO3)2": 97, "CaO": 30, "MgO": 21, "LOI": 46},
    "gypsum with its oxides": {"CaSO4·2H2O": 96, "CaO": 31, "SO3": 44.5, "H2O": 20},
    "brucite": {"Mg(OH)2": 96, "MgO": 66, "LOI": 30},
    "pyrite burnt to oxides": {"FeS2": 95, "Fe2O3": 63},
}  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_analysis_passes_though_much_of_it_is_counted_twice(name: str) -> None:
    assert errors(analysis(HONEST[name])) == []


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ({"SiO2": 70, "CaO": 40}, "silica, lime"),
        ({"SiO2": (60, 70), "Al2O3": (43, 45)}, "silica, alumina"),
        ({"Fe": 60, "Mn": 45}, "iron, manganese"),
        ({"CaCO3": 95, "SiO2": 20}, "calcium carbonate, silica"),
        ({"SiO2": 60, "LOI": 50}, "silica"),
        ({"al_metal": 80, "Al2O3": 30}, "metallic aluminium, alumina"),
        ({"feldspar": 70, "mica": 57}, "feldspar, mica"),
        ({"NaAlSi3O8": 70, "Mg2SiO4": 57, "SiO2": 90}, "albite, forsterite"),
        ({"feldspar": 80, "SiO2": 70, "CaO": 57}, "silica, lime"),
        ({"feldspar": 70, "CaCO3": 57, "SiO2": 60}, "feldspar, calcium carbonate"),
        ({"CaCO3": 70, "CaSO4·2H2O": 57}, "calcium carbonate, gypsum"),
        ({"CaCO3": 70, "SiO2": 57}, "calcium carbonate, silica"),
        ({"CaCO3": 40, "CaO": 90}, "lime, calcium carbonate"),
        ({"clay": 90, "oil": 37}, "clay minerals, oil"),
    ],
)
def test_more_than_everything_there_is_is_named(rows: dict[str, Number], named: str) -> None:
    (problem,) = errors(analysis(rows))
    assert problem.code == "sum"
    assert problem.text.startswith(f"{named}: the lowest values add up to")


def test_a_sum_within_the_tolerance_passes_and_beyond_it_does_not() -> None:
    assert errors(analysis(SiO2=60, CaO=40 + TOLERANCE)) == []
    assert [one.code for one in errors(analysis(SiO2=60, CaO=40.1 + TOLERANCE))] == ["sum"]


def test_ranges_may_reach_beyond_a_hundred_as_long_as_their_low_ends_do_not() -> None:
    assert errors(analysis(SiO2=(40, 70), CaO=(30, 60))) == []


def test_milligrams_are_summed_as_what_they_are() -> None:
    values = [*analysis(SiO2=99), *analysis(unit="mg/kg", Pb=20_000, Zn=20_000)]
    assert [one.code for one in errors(values)] == ["sum"]
    assert errors([*analysis(SiO2=99), *analysis(unit="mg/kg", Pb=200, Zn=200)]) == []


def test_shares_of_dry_matter_and_as_delivered_are_summed_when_the_moisture_is_known() -> None:
    mixed = [*analysis(SiO2=80), *analysis(basis="wet", CaO=40)]
    assert errors(mixed) == []
    assert errors(mixed, Interval.point(30)) != []
    assert errors([*mixed, *analysis(moisture=30)]) != []
    assert errors([*mixed, *analysis(dry_matter=70)]) != []
    assert errors([*analysis(SiO2=40), *analysis(basis="wet", CaO=20)], Interval.point(50)) == []


def test_moisture_stands_beside_dry_matter_that_is_whole() -> None:
    assert errors(analysis(SiO2=99, moisture=40)) == []
    assert errors(analysis(basis="wet", SiO2=99, moisture=40)) != []


@pytest.mark.parametrize(
    ("stated", "code", "said"),
    [
        (row("SiO2", -1, 5), "negative", "silica: -1\xa0wt% is below zero."),
        (row("SiO2", 5, 104), "over_100", "silica: 104\xa0wt% is more than"),
        (row("SiO2", 101, math.inf), "over_100", "silica: 101\xa0wt%"),
        (row("Pb", 1, 2e6, "mg/kg"), "over_100", "lead: 2,000,000\xa0mg/kg is"),
        (row("SiO2", 1, 2, "ppm"), "unit", "silica: the unit must be wt% or mg/kg."),
        (row("SiO2", 1, 2, "wt%", "moist"), "basis", "silica: say whether"),
        (row("Xx2O3", 1, 2), "substance", "Xx2O3: no element is called Xx."),
        (row("Al203", 1, 2), "substance", "Al203: no substance is made so."),
        (row("Ca2+", 1, 2), "substance", "Ca2+: write it without its charge."),
        (row("co", 1, 2), "substance", "co could mean Co / CO."),
        (row("rubbish", 1, 2), "substance", "rubbish is neither a formula nor"),
        (row("Pb", -0.3, 2, "mg/kg"), "negative", "lead: -0.3\xa0mg/kg is below"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_name(
    stated: ConstituentValue, code: str, said: str
) -> None:
    problems = check_composition([*analysis(CaO=(10, 20)), stated])
    assert [problem.code for problem in problems] == [code]
    assert problems[0].text.startswith(said)


def test_every_problem_is_told_at_once() -> None:
    problems = check_composition(analysis(SiO2=(5, 104), rubbish=(1, 2), MnO=(-1, 2)))
    assert [problem.code for problem in problems] == ["over_100", "substance", "negative"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("SiO2", "silica"), ("LOI", "glødetap"), ("Cl-", "chlorides"), ("CaSO4·2H2O", "gips"),
     ("CaSO4.2H2O", "gypsum"), ("Mn", "total Mn"), ("SiO2", "2SiO2"), ("Fe2O3", "O3Fe2"),
     ("CuCl2", "Cl2Cu")],
)  # fmt: skip
def test_the_same_substance_under_two_names_stands_twice(one: str, other: str) -> None:
    (problem,) = errors(analysis({one: 1, other: 2}))
    assert problem.code == "duplicate"
    assert "stands 2 times" in problem.text


def test_molecules_of_the_same_atoms_are_not_always_the_same() -> None:
    assert errors(analysis(C2H5OH=1, CH3OCH3=2)) == []


@pytest.mark.parametrize(
    ("rows", "element"),
    [
        ({"Fe": 10, "Fe2O3": 14}, "Fe"),
        ({"S": 2, "SO3": 5}, "S"),
        ({"quartz": 10, "SiO2": 40}, "Si"),
        ({"C": 10, "TOC": 2}, "C"),
    ],
)
def test_what_may_be_counted_twice_is_noted_and_no_error(
    rows: dict[str, Number], element: str
) -> None:
    found = check_composition(analysis(rows))
    assert [(one.code, one.severity) for one in found] == [("counted_twice", "note")]
    assert f"the same {element} as" in found[0].text


def test_nothing_is_wrong_with_no_rows_and_with_zeros() -> None:
    assert check_composition([]) == []
    assert check_composition(analysis(Pb=0, SiO2=0)) == []


@given(drawn())
def test_the_least_total_is_never_more_than_all_low_ends_and_grows_with_them(
    values: list[ConstituentValue],
) -> None:
    lows = sum(value.percent.low for value in values)
    assert -1e-9 <= least_total(values) <= lows + 1e-9
    assert least_total([v for v in values if not v.species.counts_in_sum]) >= 0


@given(drawn())
def test_checking_never_raises(values: list[ConstituentValue]) -> None:
    assert all(problem.text for problem in check_composition(values))
