"""Analyses as plain rows, and as hypothesis draws them."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from streams.chemistry.composition import ConstituentValue
from streams.quantities.bands import WEIGHT_PERCENT
from streams.quantities.intervals import Interval

Number = float | tuple[float, float]
SUBSTANCES = (
    "SiO2", "Si", "si_metal", "SiC", "Al2O3", "Al", "al_metal", "MgO", "mg_metal", "Mg", "CaO",
    "CaCO3", "CaSO4·2H2O", "MnO", "Mn", "Fe2O3", "Fe", "P2O5", "apatite", "C", "graphite", "c_fix",
    "S", "sulphates", "TiO2", "ti_metal", "Ti", "ree", "reo", "La2O3", "Y", "pge", "Pt", "Ga",
    "LOI", "CaF2", "F", "NaCl", "Cl", "loi", "quartz", "CuFeS2", "Na3AlF6",
    "anorthosite", "feldspar", "clay", "Mg2SiO4", "MgAl2O4", "FeO", "Fe3O4", "SO3", "KAlSi3O8",
)  # fmt: skip


def analysis(
    rows: Mapping[str, Number] | None = None,
    *,
    unit: str = "wt%",
    basis: str = "dry",
    **more: Number,
) -> list[ConstituentValue]:
    """`analysis(SiO2=42, MnO=(5, 12))`, or the same as a mapping."""
    return [
        ConstituentValue(substance, interval(number), unit, basis)
        for substance, number in {**(rows or {}), **more}.items()
    ]


def interval(number: Number) -> Interval:
    return Interval(*number) if isinstance(number, tuple) else Interval.point(number)


@st.composite
def drawn(draw: st.DrawFn) -> list[ConstituentValue]:
    """One to eight substances, each from 0 to 30 wt% so that sums above 100 are rare."""
    names = draw(st.lists(st.sampled_from(SUBSTANCES), min_size=1, max_size=8, unique=True))
    ends = st.floats(0, 30) | st.sampled_from([0.0, 0.005, 0.1, 1.0, 5.0, 20.0])
    pairs = [sorted((draw(ends), draw(ends))) for _ in names]
    return [
        ConstituentValue(name, Interval(*pair)) for name, pair in zip(names, pairs, strict=True)
    ]


def coarsened(values: Sequence[ConstituentValue]) -> list[ConstituentValue]:
    """The same analysis in bands."""
    return [
        ConstituentValue(value.substance, WEIGHT_PERCENT.band_of(value.percent)) for value in values
    ]
