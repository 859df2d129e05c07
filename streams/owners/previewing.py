"""How a record would look to each audience: saved, published and taken back, by the real code."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from accounts.tiers import Tier
from streams.catalogue.audiences import entry_as
from streams.catalogue.search import Hit
from streams.disclosure import HAS_COARSE_FORM, Field
from streams.owners.editing import combined
from streams.owners.steps.base import Step
from streams.register.models import Record
from streams.register.services import save_record
from streams.vocabulary import Kind, State

Seen = dict[Tier, Hit | None]
EVERYTHING_IN_BANDS = {
    field.value: {
        "exact": Tier.OWNER,
        "coarse": Tier.PUBLIC if field in HAS_COARSE_FORM else Tier.OWNER,
    }
    for field in Field
}


def seen_by_each(actor: User, record: Record, pages: Iterable[Step]) -> Seen:
    """The entries that publishing these valid pages would make; None where nothing would show.

    Raises ValidationError when the record cannot be saved like this. Leaves no trace.
    """
    return tried(actor, record, pages, None)


def bands_of(actor: User, record: Record, pages: Iterable[Step]) -> Hit | None:
    """What everyone would read if every fact showed as a band, and no value did."""
    try:
        return tried(actor, record, pages, EVERYTHING_IN_BANDS)[Tier.PUBLIC]
    except ValidationError:
        return None


def tried(actor: User, record: Record, pages: Iterable[Step], policy: object) -> Seen:
    site, draft = combined(record, pages)
    draft = replace(draft, values={**draft.values, "state": State.PUBLISHED})
    if isinstance(policy, dict):
        draft = replace(draft, policy=policy)
    with transaction.atomic():
        saved = save_record(
            actor=actor, site=site, kind=Kind(record.kind), draft=draft, record=record
        )
        seen = {tier: entry_as(saved.pk, tier) for tier in Tier}
        transaction.set_rollback(True)
    return seen
