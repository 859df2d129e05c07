"""The listings that a plant gets from what a database says of it: only that, and its source.

CO2 of one year becomes one interval that holds every register's figure: the EU ETS counts fossil
CO2 that needs allowances, E-PRTR what the plant releases to air, rounded. Neither is wrong, so
neither is dropped; the description gives both. Heat becomes one listing for each temperature class.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from accounts.tiers import Tier
from streams.disclosure import Field
from streams.imports.sites import hotmaps
from streams.imports.sites.plants import Group
from streams.quantities.intervals import Interval
from streams.register.drafts import RecordDraft, YearDraft
from streams.vocabulary import Kind, Method

MATERIALS: Mapping[Kind, str] = {Kind.GAS: "co2", Kind.HEAT: "heat"}
"""Nobody says whether the CO2 is fossil, nor what carries the heat."""
LONGEST_TITLE = 120
OPEN = {"exact": int(Tier.PUBLIC), "coarse": int(Tier.PUBLIC)}
POLICY = {
    field.value: OPEN
    for field in (
        Field.OWNER, Field.PLACE, Field.AMOUNT, Field.ENERGY, Field.TEMPERATURE, Field.DESCRIPTION,
    )
}  # fmt: skip
"""What the source says is open; what an owner adds later follows the owner's own policy."""
CLASSES: Mapping[str, str] = {
    "100-200": "100–200 °C",
    "200-500": "200–500 °C",
    "500": "over 500 °C",
}
HEAT = (
    "Anslag over mulig overskuddsvarme {temperature}, regnet ut i Hotmaps-prosjektet. Ikke målt. "
    "Året er det databasen gjelder for."
)
UNKNOWN_TEMPERATURE = "(kilden oppgir ikke temperatur)"
EMISSION = (
    "Utslipp av CO2 i {year} etter {figures}. Kilden oppgir ikke om karbonet er fossilt eller "
    "biogent."
)


@dataclass(frozen=True, slots=True)
class Listing:
    """`reference` is the same on every run, and unique at the plant's site."""

    reference: str
    kind: Kind
    draft: RecordDraft


def listings_of(group: Group) -> list[Listing]:
    """None for a plant of which no amount is known."""
    return [*_emission(group), *_heat_by_class(group), *_heat_without_class(group)]


def co2_of(group: Group) -> Interval | None:
    """t/yr, holding every figure of every row of the plant; None where nothing is known."""
    return hull(value for plant in group.plants for value in plant.co2.values())


def hull(values: Iterable[float]) -> Interval | None:
    points = [Interval.point(value) for value in values]
    return reduce(Interval.hull, points) if points else None


def _emission(group: Group) -> Iterator[Listing]:
    """Figures of both registers are reported by the plant, and mostly worked out from its fuel."""
    amount = co2_of(group)
    if amount is None:
        return
    figures = sorted({pair for plant in group.plants for pair in plant.co2.items()})
    written = " og ".join(f"{register}: {_tonnes(value)}" for register, value in figures)
    text = EMISSION.format(year=hotmaps.YEAR, figures=written)
    draft = _draft(f"CO2 fra {group.first.site}", text, amount, Method.CALCULATED)
    yield Listing(f"{hotmaps.KEY}/co2", Kind.GAS, draft)


def _heat_by_class(group: Group) -> Iterator[Listing]:
    for key, temperature in hotmaps.TEMPERATURES.items():
        amount = hull(plant.heat[key] for plant in group.plants if key in plant.heat)
        if amount:
            title = f"Overskuddsvarme {CLASSES[key]} fra {group.first.site}"
            text = HEAT.format(temperature=f"ved {CLASSES[key]}")
            draft = _draft(title, text, amount, Method.ESTIMATED, {"temperature": temperature})
            yield Listing(f"{hotmaps.KEY}/heat/{key}", Kind.HEAT, draft)


def _heat_without_class(group: Group) -> Iterator[Listing]:
    amount = hull(plant.heat_total for plant in group.plants if plant.heat_total)
    if amount and not any(plant.heat for plant in group.plants):
        title = f"Overskuddsvarme fra {group.first.site}"
        text = HEAT.format(temperature=UNKNOWN_TEMPERATURE)
        draft = _draft(title, text, amount, Method.ESTIMATED)
        yield Listing(f"{hotmaps.KEY}/heat", Kind.HEAT, draft)


def _draft(
    title: str,
    text: str,
    amount: Interval,
    method: str,
    quantities: Mapping[str, Interval] | None = None,
) -> RecordDraft:
    return RecordDraft(
        values={"title": title[:LONGEST_TITLE], "description": text, "source": hotmaps.SOURCE},
        quantities=quantities or {},
        years=[YearDraft(hotmaps.YEAR, amount, method)],
        policy=POLICY,
    )


def _tonnes(value: float) -> str:
    return f"{value:,.0f} t".replace(",", "\N{NARROW NO-BREAK SPACE}")
