"""The pages of the registration, by kind of record, in order."""

from collections.abc import Mapping

from streams.owners.steps.amounts import AmountsStep
from streams.owners.steps.base import Step
from streams.owners.steps.composition import CompositionStep
from streams.owners.steps.deposit import DepositStep
from streams.owners.steps.documents import DocumentsStep
from streams.owners.steps.energy import GasStep, HeatStep
from streams.owners.steps.measured import ContactStep, PracticalStep, PropertiesStep
from streams.owners.steps.visibility import VisibilityStep
from streams.owners.steps.what import WhatStep
from streams.vocabulary import Kind

STEPS: Mapping[Kind, tuple[type[Step], ...]] = {
    Kind.MATERIAL: (WhatStep, AmountsStep, CompositionStep, PropertiesStep, PracticalStep,
                    DocumentsStep, VisibilityStep),
    Kind.HEAT: (WhatStep, AmountsStep, HeatStep, ContactStep, DocumentsStep, VisibilityStep),
    Kind.GAS: (WhatStep, AmountsStep, GasStep, ContactStep, DocumentsStep, VisibilityStep),
    Kind.DEPOSIT: (WhatStep, DepositStep, AmountsStep, CompositionStep, PropertiesStep,
                   PracticalStep, DocumentsStep, VisibilityStep),
}  # fmt: skip


def step_named(kind: Kind, slug: str) -> type[Step] | None:
    return next((step for step in STEPS[kind] if step.slug == slug), None)
