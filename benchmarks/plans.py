"""What invented records are made of: rough compositions, quantities and policies.

Shares in wt%, sums below 100; quantities in the units of streams.measures.
"""

from collections.abc import Mapping, Sequence
from typing import Any

COMPOSITIONS: Sequence[Mapping[str, float]] = (
    {"SiO2": 42, "CaO": 25, "Al2O3": 15, "MgO": 6, "MnO": 8},
    {"SiO2": 93, "Al2O3": 0.9, "Fe2O3": 1.2, "K2O": 1.5},
    {"Fe2O3": 62, "ZnO": 14, "CaO": 8, "SiO2": 6, "MnO": 4},
    {"Al2O3": 68, "SiO2": 9, "MgO": 8, "TiO2": 2},
    {"CaO": 52, "MgO": 3, "SiO2": 4, "Fe2O3": 2},
    {"TiO2": 33, "Fe2O3": 24, "SiO2": 22, "V2O5": 0.6},
)
TRACES = ("Pb", "As", "Cr", "Ni")
QUANTITIES: Mapping[str, Sequence[tuple[str, float, float]]] = {
    "material": (("moisture", 0, 20), ("density", 600, 3_000), ("handling_cost", 100, 900)),
    "heat": (("temperature", 30, 600), ("capacity", 0.5, 40)),
    "gas": (("concentration", 4, 95), ("gas_temperature", 30, 300)),
    "deposit": (("stock", 10_000, 5_000_000), ("area", 1_000, 200_000)),
}
_OPEN = {"exact": 0, "coarse": 0}
_UNDER_NDA = {"exact": 1, "coarse": 1}
_ONLY_US = {"exact": 2, "coarse": 2}
POLICIES: Sequence[Mapping[str, Any]] = (
    *[{}] * 10,
    *[{"volume": _OPEN, "composition": _OPEN, "traces": _OPEN, "crm": _OPEN}] * 3,
    *[{"owner": _OPEN, "place": _OPEN, "volume": _OPEN, "history": _OPEN}] * 3,
    {"volume": _UNDER_NDA, "composition": _UNDER_NDA},
    {"volume": _ONLY_US, "place": _ONLY_US},
    {"listed": 1},
    {"listed": 2},
)
"""Most are cautious, some open, some closed; one in ten is not listed for everyone."""
