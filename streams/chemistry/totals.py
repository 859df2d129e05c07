"""The least that an analysis adds up to, when everything that may be counted twice is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from streams.chemistry.composition import ConstituentValue
from streams.chemistry.formulas import ATOMIC_MASSES
from streams.chemistry.species import Species

ANION_CHARGES: Mapping[str, int] = {
    "F": 1, "Cl": 1, "Br": 1, "I": 1, "S": 2,
    "fluorides": 1, "chlorides": 1, "sulphides": 2,
    "sulphates": 2, "carbonates": 2, "phosphates": 3, "nitrates": 1,
}  # fmt: skip
"""Rows that stand beside metals reported as oxides though they take the oxygen's place."""


def least_total(values: Sequence[ConstituentValue]) -> float:
    """wt% that the lower ends make at the very least, all on one basis.

    Three things make honest analyses sum to more than 100, and are allowed for: an element and
    its compounds, both reported; loss on ignition beside what it consists of; oxides beside
    halogens and anions, whose metals are then counted with oxygen they do not have.
    """
    counted = [value for value in values if value.species.counts_in_sum]
    amounts = {value.species: value.percent.low for value in counted if not value.species.overlaps}
    amounts |= _surpluses(counted, _held(amounts))
    ignition = sum(v.percent.low for v in values if v.species.key == "loi")
    lost = sum(low for species, low in amounts.items() if species.on_ignition)
    kept = sum(low for species, low in amounts.items() if not species.on_ignition)
    return kept + max(lost, ignition) - _oxygen_too_much(amounts)


def _held(amounts: Mapping[Species, float]) -> Mapping[str, float]:
    """wt% of each element that compounds already account for."""
    held: dict[str, float] = defaultdict(float)
    for species, low in amounts.items():
        for element, share in species.gives.items():
            held[element] += low * share
    return held


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


def _oxygen_too_much(amounts: Mapping[Species, float]) -> float:
    """Oxygen of oxides that anions in the same analysis may stand for instead."""
    replaced = sum(low * _oxygen_replaced(species) for species, low in amounts.items())
    in_oxides = sum(
        low * species.gives["O"]
        for species, low in amounts.items()
        if len(species.gives) == 2 and "O" in species.gives and not species.on_ignition
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
