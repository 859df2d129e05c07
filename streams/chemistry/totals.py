"""The least that an analysis adds up to, when everything that may be counted twice is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from streams.chemistry.composition import ConstituentValue
from streams.chemistry.formulas import ATOMIC_MASSES
from streams.chemistry.species import LEVELS, OXIDE, Species

ANION_CHARGES: Mapping[str, int] = {
    "F": 1, "Cl": 1, "Br": 1, "I": 1, "S": 2,
    "fluorides": 1, "chlorides": 1, "sulphides": 2,
    "sulphates": 2, "carbonates": 2, "phosphates": 3, "nitrates": 1,
}  # fmt: skip
"""Rows that stand beside metals reported as oxides though they take the oxygen's place."""

Amounts = Mapping[Species, float]
"""wt% of each substance at the very least."""


def least_total(values: Sequence[ConstituentValue]) -> float:
    """wt% that the lower ends make at the very least, all on one basis.

    A rock is made of minerals, minerals of compounds, and compounds of oxides and elements:
    each level (see `species.LEVELS`) may tell of the same matter once more, so that only the
    fullest of them counts. What is on no level, such as salts, moisture, metals and organic
    matter, stands beside them all.

    Three more things make honest analyses sum to more than 100, and are allowed for: an element
    or oxide and its compounds, both reported; loss on ignition beside what it consists of;
    oxides beside halogens and anions, whose metals are then counted with oxygen they do not have.
    """
    beside = _beside(values)
    ignition = sum(value.percent.low for value in values if value.species.key == "loi")
    analysed = _analysed(values, beside, ignition)
    return sum(beside.values()) + max(analysed, *(_level(values, name) for name in LEVELS))


def fullest(values: Sequence[ConstituentValue]) -> Sequence[ConstituentValue]:
    """The rows that make the least total: those of the fullest level, and what stands beside."""
    beside = _beside(values)
    fill = {name: _level(values, name) for name in LEVELS} | {"": _analysed(values, beside, 0.0)}
    most = max(fill, key=lambda name: fill[name])
    counted = [value for value in values if value.species.counts_in_sum]
    if not most:
        return [value for value in counted if value.species.level not in LEVELS]
    return [one for one in counted if one.species.level == most or one.species in beside]


def _beside(values: Iterable[ConstituentValue]) -> Amounts:
    """What is on no level and tells of no element alone."""
    return {
        value.species: value.percent.low
        for value in values
        if _is_counted(value) and not value.species.level and not value.species.overlaps
    }


def _level(values: Iterable[ConstituentValue], name: str) -> float:
    return sum(v.percent.low for v in values if _is_counted(v) and v.species.level == name)


def _is_counted(value: ConstituentValue) -> bool:
    return value.species.counts_in_sum


def _analysed(values: Sequence[ConstituentValue], beside: Amounts, ignition: float) -> float:
    """wt% of oxides, elements and loss on ignition beyond what `beside` holds of them."""
    found = _oxides(values, _held(_compounds(beside)))
    elements = [v for v in values if _is_counted(v) and v.species.level not in {*LEVELS, OXIDE}]
    found |= _surpluses(elements, _held({**beside, **found}))
    lost = sum(low for one, low in {**beside, **found}.items() if one.on_ignition)
    return sum(found.values()) + max(0.0, ignition - lost) - _oxygen_too_much(found)


def _compounds(amounts: Amounts) -> Amounts:
    """Without metals and other bare elements, which an oxide of the same is not made of."""
    return {species: low for species, low in amounts.items() if len(species.gives) > 1}


def _held(amounts: Amounts) -> dict[str, float]:
    """wt% of each element that compounds already account for."""
    held: dict[str, float] = defaultdict(float)
    for species, low in amounts.items():
        for element, share in species.gives.items():
            held[element] += low * share
    return held


def _oxides(values: Iterable[ConstituentValue], held: dict[str, float]) -> dict[Species, float]:
    """What each oxide has beyond its element in salts: CaO may be that of CaCO3."""
    found: dict[Species, float] = {}
    for value in values:
        species, low = value.species, value.percent.low
        if species.level != OXIDE:
            continue
        (element,) = species.gives.keys() - {"O"}
        same = min(low, held.get(element, 0.0) / species.gives[element])
        held[element] = max(0.0, held.get(element, 0.0) - same * species.gives[element])
        found[species] = low - same
    return found


def _surpluses(
    values: Iterable[ConstituentValue], held: Mapping[str, float]
) -> dict[Species, float]:
    """For each element the row that exceeds most what the compounds hold, and by how much."""
    most: dict[str, tuple[float, Species]] = {}
    for value in values:
        species, element = value.species, value.species.overlaps
        if element is None:
            continue
        surplus = max(0.0, value.percent.low - held.get(element, 0.0) / species.gives[element])
        if element not in most or surplus > most[element][0]:
            most[element] = (surplus, species)
    return {species: surplus for surplus, species in most.values()}


def _oxygen_too_much(amounts: Amounts) -> float:
    """Oxygen of oxides that anions in the same analysis may stand for instead."""
    replaced = sum(low * _oxygen_replaced(species) for species, low in amounts.items())
    in_oxides = sum(
        low * species.gives["O"]
        for species, low in amounts.items()
        if species.level == OXIDE and not species.on_ignition
    )
    return min(replaced, in_oxides)


def _oxygen_replaced(species: Species) -> float:
    """Grams of oxygen that one gram of the anion replaces."""
    charge = ANION_CHARGES.get(species.key, 0)
    element = species.overlaps
    if not charge or element is None:
        return 0.0
    mass = ATOMIC_MASSES[element] / species.gives[element]
    return charge / 2 * ATOMIC_MASSES["O"] / mass
