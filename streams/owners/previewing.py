"""How a record would look to each audience: saved, published and taken back, by the real code."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.tiers import Tier
from streams.catalogue.audiences import entry_as
from streams.catalogue.search import Hit
from streams.disclosure import HAS_COARSE_FORM, Field
from streams.owners.editing import combined, steps_of
from streams.owners.steps.base import Step, query_of
from streams.register.models import Record
from streams.register.services import save_record
from streams.vocabulary import Kind, State

Seen = dict[Tier, Hit | None]
T = TypeVar("T")
EVERYTHING_IN_BANDS: dict[str, object] = {
    field.value: {
        "exact": Tier.OWNER,
        "coarse": Tier.PUBLIC if field in HAS_COARSE_FORM else Tier.OWNER,
    }
    for field in Field
}


Warned = list[tuple[Step, str]]
"""What is worth a second look before publishing, each with the page it stands on."""


def seen_by_each(actor: User, record: Record, pages: Iterable[Step]) -> Seen:
    """The entries that publishing these valid pages would make; None where nothing would show.

    Raises ValidationError when the record cannot be saved like this. Leaves no trace.
    """
    return tried(actor, record, pages, entries_of)


def looked_over(actor: User, record: Record, pages: Iterable[Step]) -> tuple[Seen, Warned]:
    """The same, and the warnings of every page as it will be, typed just now or saved before."""
    return tried(actor, record, pages, lambda saved: (entries_of(saved), warnings_of(saved)))


def bands_of(actor: User, record: Record, pages: Iterable[Step]) -> Hit | None:
    """What everyone would read if every fact showed as a band, and no value did."""
    try:
        return tried(actor, record, pages, entries_of, EVERYTHING_IN_BANDS)[Tier.PUBLIC]
    except ValidationError:
        return None


def entries_of(saved: Record) -> Seen:
    return {tier: entry_as(saved.pk, tier) for tier in Tier}


def warnings_of(saved: Record) -> Warned:
    """Every page read back as if it were typed: what is in the register warns just as well."""
    parts = Record.objects.prefetch_related("quantities", "years", "analyses__constituents")
    record = parts.select_related("site__company", "material", "waste_code").get(pk=saved.pk)
    pages = [step(record, query_of(step(record).texts())) for step in steps_of(record)]
    return [(page, text) for page in pages if page.is_valid() for text in page.warnings()]


def tried(
    actor: User,
    record: Record,
    pages: Iterable[Step],
    look: Callable[[Record], T],
    policy: dict[str, object] | None = None,
) -> T:
    site, draft = combined(record, pages)
    draft = replace(draft, values={**draft.values, "state": State.PUBLISHED})
    if policy is not None:
        draft = replace(draft, policy=policy)
    with transaction.atomic():
        saved = save_record(
            actor=actor, site=site, kind=Kind(record.kind), draft=draft, record=record
        )
        seen = look(saved)
        transaction.set_rollback(True)
    return seen
