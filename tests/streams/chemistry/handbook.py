"""Atomic weights and compositions as handbooks print them, written down without our own reader."""

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "H": 1.008, "Li": 6.94, "Be": 9.0122, "B": 10.81, "C": 12.011, "N": 14.007, "O": 15.999,
    "F": 18.998, "Na": 22.990, "Mg": 24.305, "Al": 26.982, "Si": 28.085, "P": 30.974, "S": 32.06,
    "Cl": 35.45, "K": 39.098, "Ca": 40.078, "Sc": 44.956, "Ti": 47.867, "V": 50.942, "Cr": 51.996,
    "Mn": 54.938, "Fe": 55.845, "Co": 58.933, "Ni": 58.693, "Cu": 63.546, "Zn": 65.38,
    "Ga": 69.723, "Ge": 72.630, "Sr": 87.62, "Y": 88.906, "Zr": 91.224, "Nb": 92.906, "Mo": 95.95,
    "Sn": 118.71, "Sb": 121.76, "Ba": 137.33, "La": 138.91, "Ce": 140.12, "Pr": 140.91,
    "Nd": 144.24, "Dy": 162.50, "Hf": 178.49, "Ta": 180.95, "W": 183.84, "Pb": 207.2, "Bi": 208.98,
}  # fmt: skip
"""Standard atomic weights abridged to five figures, IUPAC Commission on Isotopic Abundances and
Atomic Weights, 2021."""

OXIDES: Mapping[str, tuple[str, int, int]] = {
    "SiO2": ("Si", 1, 2), "Al2O3": ("Al", 2, 3), "Fe2O3": ("Fe", 2, 3), "FeO": ("Fe", 1, 1),
    "Fe3O4": ("Fe", 3, 4), "MnO": ("Mn", 1, 1), "MnO2": ("Mn", 1, 2), "Mn2O3": ("Mn", 2, 3),
    "Mn3O4": ("Mn", 3, 4), "CaO": ("Ca", 1, 1), "MgO": ("Mg", 1, 1), "Na2O": ("Na", 2, 1),
    "K2O": ("K", 2, 1), "Li2O": ("Li", 2, 1), "TiO2": ("Ti", 1, 2), "P2O5": ("P", 2, 5),
    "SO3": ("S", 1, 3), "Cr2O3": ("Cr", 2, 3), "V2O5": ("V", 2, 5), "ZrO2": ("Zr", 1, 2),
    "ZnO": ("Zn", 1, 1), "PbO": ("Pb", 1, 1), "CuO": ("Cu", 1, 1), "Cu2O": ("Cu", 2, 1),
    "NiO": ("Ni", 1, 1), "CoO": ("Co", 1, 1), "BaO": ("Ba", 1, 1), "SrO": ("Sr", 1, 1),
    "B2O3": ("B", 2, 3), "BeO": ("Be", 1, 1), "Ga2O3": ("Ga", 2, 3), "GeO2": ("Ge", 1, 2),
    "Sc2O3": ("Sc", 2, 3), "Y2O3": ("Y", 2, 3), "La2O3": ("La", 2, 3), "CeO2": ("Ce", 1, 2),
    "Pr6O11": ("Pr", 6, 11), "Nd2O3": ("Nd", 2, 3), "Dy2O3": ("Dy", 2, 3), "Nb2O5": ("Nb", 2, 5),
    "Ta2O5": ("Ta", 2, 5), "WO3": ("W", 1, 3), "MoO3": ("Mo", 1, 3), "SnO2": ("Sn", 1, 2),
    "Sb2O3": ("Sb", 2, 3), "Bi2O3": ("Bi", 2, 3), "HfO2": ("Hf", 1, 2),
}  # fmt: skip
"""Element, its atoms, and those of oxygen."""

OTHERS: Mapping[str, Mapping[str, float]] = {
    "CaSO4·2H2O": {"Ca": 1, "S": 1, "O": 6, "H": 4},
    "CaSO4·0.5H2O": {"Ca": 1, "S": 1, "O": 4.5, "H": 1},
    "MgSO4·7H2O": {"Mg": 1, "S": 1, "O": 11, "H": 14},
    "FeSO4·7H2O": {"Fe": 1, "S": 1, "O": 11, "H": 14},
    "Na2SO4·10H2O": {"Na": 2, "S": 1, "O": 14, "H": 20},
    "Al2(SO4)3·18H2O": {"Al": 2, "S": 3, "O": 30, "H": 36},
    "KAl(SO4)2·12H2O": {"K": 1, "Al": 1, "S": 2, "O": 20, "H": 24},
    "MgNH4PO4·6H2O": {"Mg": 1, "N": 1, "H": 16, "P": 1, "O": 10},
    "CaCl2·2H2O": {"Ca": 1, "Cl": 2, "H": 4, "O": 2},
    "CaCO3": {"Ca": 1, "C": 1, "O": 3},
    "CaMg(CO3)2": {"Ca": 1, "Mg": 1, "C": 2, "O": 6},
    "MgCO3": {"Mg": 1, "C": 1, "O": 3},
    "MnCO3": {"Mn": 1, "C": 1, "O": 3},
    "NaHCO3": {"Na": 1, "H": 1, "C": 1, "O": 3},
    "BaSO4": {"Ba": 1, "S": 1, "O": 4},
    "PbSO4": {"Pb": 1, "S": 1, "O": 4},
    "Ca(OH)2": {"Ca": 1, "O": 2, "H": 2},
    "Ca5(PO4)3F": {"Ca": 5, "P": 3, "O": 12, "F": 1},
    "Na3AlF6": {"Na": 3, "Al": 1, "F": 6},
    "CuFeS2": {"Cu": 1, "Fe": 1, "S": 2},
    "SiC": {"Si": 1, "C": 1},
    "Fe0.95O": {"Fe": 0.95, "O": 1},
}


def fractions(counts: Mapping[str, float]) -> dict[str, float]:
    """Shares of weight from the weights above."""
    whole = sum(count * WEIGHTS[symbol] for symbol, count in counts.items())
    return {symbol: count * WEIGHTS[symbol] / whole for symbol, count in counts.items()}


def share_in_oxide(oxide: str) -> tuple[str, float]:
    """The element of an oxide and its share of weight."""
    element, atoms, oxygens = OXIDES[oxide]
    return element, fractions({element: atoms, "O": oxygens})[element]
