"""How much of a listing is filled in, and the one thing that would help its finders most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from streams.disclosure import Field
from streams.owners.steps import STEPS
from streams.owners.steps.amounts import AmountsStep
from streams.owners.steps.base import Step
from streams.owners.steps.composition import CompositionStep
from streams.owners.steps.deposit import DepositStep
from streams.owners.steps.energy import GasStep, HeatStep
from streams.owners.steps.measured import PracticalStep, PropertiesStep
from streams.owners.steps.what import WhatStep
from streams.vocabulary import Kind

LAST: type[Step] | None = None
"""Stands for the page about handling and contact, which kinds have in different forms."""
MATTERS: Mapping[Kind, Sequence[tuple[Field, type[Step] | None]]] = {
    Kind.MATERIAL: (
        (Field.VOLUME, AmountsStep), (Field.COMPOSITION, CompositionStep),
        (Field.CLASSIFICATION, PropertiesStep), (Field.CONTACT, LAST), (Field.HANDLING, LAST),
        (Field.DESCRIPTION, WhatStep), (Field.PROPERTIES, PropertiesStep),
        (Field.HISTORY, AmountsStep), (Field.AVAILABILITY, LAST),
    ),
    Kind.HEAT: (
        (Field.ENERGY, AmountsStep), (Field.TEMPERATURE, HeatStep), (Field.CAPACITY, HeatStep),
        (Field.CONTACT, LAST), (Field.PROFILE, HeatStep), (Field.DESCRIPTION, WhatStep),
        (Field.AVAILABILITY, LAST),
    ),
    Kind.GAS: (
        (Field.AMOUNT, AmountsStep), (Field.CONCENTRATION, GasStep), (Field.CONTACT, LAST),
        (Field.DESCRIPTION, WhatStep), (Field.AVAILABILITY, LAST),
    ),
    Kind.DEPOSIT: (
        (Field.STOCK, DepositStep), (Field.COMPOSITION, CompositionStep),
        (Field.ACCESSIBILITY, DepositStep), (Field.CLASSIFICATION, PropertiesStep),
        (Field.CONTACT, LAST), (Field.DESCRIPTION, WhatStep),
    ),
}  # fmt: skip
"""Fields that finders ask for, what they ask for first coming first: our own order."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """Share filled in, in per cent, and the most important missing field with its page."""

    percent: int
    missing: Field | None
    slug: str


def completeness_of(kind: Kind, facts: Mapping[str, Any]) -> Completeness:
    """From the facts of the owner's own entry."""
    matters = MATTERS[kind]
    missing = [(field, step) for field, step in matters if field.value not in facts]
    percent = round(100 * (len(matters) - len(missing)) / len(matters))
    if not missing:
        return Completeness(percent, None, "")
    field, step = missing[0]
    return Completeness(percent, field, (step or practical(kind)).slug)


def practical(kind: Kind) -> type[Step]:
    return next(step for step in STEPS[kind] if issubclass(step, PracticalStep))
