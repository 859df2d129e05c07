"""Critical raw materials: the list, which substances carry them, and how much a stream holds.

Anybody may call. The list and the rules, each with its reason and source, are data/*.csv.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from pathlib import Path

from streams.chemistry.composition import ConstituentValue, capped
from streams.chemistry.formulas import element_mass_fractions
from streams.chemistry.species import MINERAL, resolve
from streams.chemistry.stoichiometry import NOTHING, contributions, element_contents
from streams.quantities.intervals import Interval

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Crm:
    """One of the 34 materials of Regulation (EU) 2024/1252 Annex II.

    `eu_strategic`: also in its Annex I; `nato_defence`: on NATO's list of December 2024.
    """

    code: str
    name_nb: str
    name_nn: str
    name_en: str
    elements: tuple[str, ...]
    eu_critical: bool
    eu_strategic: bool
    nato_defence: bool


@dataclass(frozen=True, slots=True)
class Carrier:
    """What counts as a critical raw material, and from how many wt%.

    `kind` "element": the element in whatever compound; "metal": only as metal; "species": only
    the named substances; "none": nothing that an analysis shows. `sums` are rows that tell of
    the whole group, and between which shares of them is this one. `oxide` and `richest`: see
    `_metal_content`.
    """

    code: str
    kind: str
    carriers: tuple[str, ...]
    sums: Mapping[str, Interval]
    oxide: str
    richest: str
    minimum_percent: float
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class CrmContent:
    """A critical raw material that a stream holds or may hold.

    `element` is the symbol or substance that carries it, several joined by "+"; `interval` is in
    wt% of that; `certain` when even the low end reaches the rule's minimum.
    """

    code: str
    element: str
    interval: Interval
    certain: bool


@cache
def critical_raw_materials() -> tuple[Crm, ...]:
    """All 34, in the order of the list."""
    return tuple(map(_crm, _rows("critical_raw_materials.csv")))


@cache
def carriers() -> Mapping[str, Carrier]:
    """The rule of each critical raw material by its code."""
    return {row["code"]: _carrier(row) for row in _rows("carriers.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _crm(row: dict[str, str]) -> Crm:
    return Crm(
        code=row["code"],
        name_nb=row["name_nb"],
        name_nn=row["name_nn"],
        name_en=row["name_en"],
        elements=_listed(row["elements"]),
        eu_critical=row["eu_critical"] == "1",
        eu_strategic=row["eu_strategic"] == "1",
        nato_defence=row["nato_defence"] == "1",
    )


def _carrier(row: dict[str, str]) -> Carrier:
    return Carrier(
        code=row["code"],
        kind=row["kind"],
        carriers=_listed(row["carriers"]),
        sums=dict(map(_share, _listed(row["sums"]))),
        oxide=row["oxide"],
        richest=row["richest"],
        minimum_percent=float(row["minimum_percent"] or "inf"),
        reason=row["reason"],
        source=row["source"],
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _share(text: str) -> tuple[str, Interval]:
    key, share = text.split(":")
    low, high = share.split("-")
    return key, Interval(float(low), float(high))


def crm_contents(values: Sequence[ConstituentValue]) -> list[CrmContent]:
    """Every critical raw material whose content may reach its minimum, in the list's order.

    Raises FormulaError, and ValueError when bases are mixed.
    """
    return list(_crm_contents(tuple(values)))


@lru_cache(maxsize=1024)
def _crm_contents(values: tuple[ConstituentValue, ...]) -> tuple[CrmContent, ...]:
    elements = element_contents(values)
    substances = _substances(values)
    rules = _rules_for((*elements, *substances))
    found = (_content(rule, elements, substances, values) for rule in rules)
    return tuple(content for content in found if content is not None)


def _rules_for(keys: Iterable[str]) -> list[Carrier]:
    """Those that name one of these elements or substances, in the list's order."""
    by_key, every = _rules_by_key(), tuple(carriers().values())
    return [
        every[place] for place in sorted({place for key in keys for place in by_key.get(key, ())})
    ]


@cache
def _rules_by_key() -> Mapping[str, Sequence[int]]:
    """Places in the list of the rules that an element or substance has a say in."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, rule in enumerate(carriers().values()):
        metals = [f"{key.lower()}_metal" for key in rule.carriers if rule.kind == "metal"]
        for key in (*rule.carriers, *rule.sums, *metals):
            found[key].append(place)
    return found


def contained_tonnes(volume: Interval, content: Interval) -> Interval:
    """t/yr of a material in so many t/yr with so many wt%, outwards to 2 significant digits."""
    return volume.times(content).scaled(1 / 100).rounded_outwards(2)


def _substances(values: Iterable[ConstituentValue]) -> Mapping[str, Interval]:
    """wt% by the key of the substance."""
    found: dict[str, Interval] = {}
    for value in values:
        found[value.species.key] = found.get(value.species.key, NOTHING) + value.percent
    return found


def _content(
    rule: Carrier,
    elements: Mapping[str, Interval],
    substances: Mapping[str, Interval],
    values: Sequence[ConstituentValue],
) -> CrmContent | None:
    if rule.kind == "metal":
        elements = _metal_content(rule, substances, values)
    amounts = substances if rule.kind == "species" else elements
    named = [key for key in rule.carriers if key in amounts]
    sums = [key for key in rule.sums if key in substances]
    total = _together(named, amounts)
    for key in sums:
        total = _either(total, substances[key].times(rule.sums[key]))
    if not (named or sums) or total.high < rule.minimum_percent:
        return None
    interval = capped(total)
    return CrmContent(
        rule.code, "+".join(named or sums), interval, interval.low >= rule.minimum_percent
    )


def _together(keys: Iterable[str], amounts: Mapping[str, Interval]) -> Interval:
    """All of these, of which the mineral by its name ("feldspar") may be those by formula."""
    names, formulas = NOTHING, NOTHING
    for key in keys:
        if resolve(key).level == MINERAL:
            names += amounts[key]
        else:
            formulas += amounts[key]
    return _either(names, formulas)


def _either(one: Interval, other: Interval) -> Interval:
    """Two accounts that may or may not tell of the same atoms."""
    return Interval(max(one.low, other.low), one.high + other.high)


def _metal_content(
    rule: Carrier, substances: Mapping[str, Interval], values: Sequence[ConstituentValue]
) -> Mapping[str, Interval]:
    """wt% of the element as metal, by its symbol; empty where no row could be metal.

    A row named as metal counts in full. A row with the bare symbol may be metal or the element
    in all compounds: at least what the compounds of the analysis do not hold is metal, where
    the oxide is among them; otherwise what the richest compound could not hold either.
    """
    (element,) = rule.carriers
    named = substances.get(f"{element.lower()}_metal")
    bare = substances.get(element)
    if bare is None:
        return {} if named is None else {element: named}
    metal = named or NOTHING
    if rule.oxide in substances:
        surplus = bare.low - _in_compounds(element, values).high
    else:
        share = element_mass_fractions(rule.richest)[element]
        surplus = (bare.low - 100 * share) / (1 - share)
    return {element: Interval(max(metal.low, surplus), metal.high + bare.high)}


def _in_compounds(element: str, values: Sequence[ConstituentValue]) -> Interval:
    shares = (
        contributions(value)[element]
        for value in values
        if element in value.species.gives and len(value.species.gives) > 1
    )
    return reduce(Interval.__add__, shares, NOTHING)
