"""Writes about what people are told: reading it, choosing how, and addresses that were refused."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from exchange.audit.services import record
from exchange.notices.choices import choose, paces_of, turn_off
from exchange.notices.kinds import Pace
from exchange.notices.models import RefusedAddress
from exchange.notices.refusals import try_again
from exchange.notices.services import mark_read


def read_notices(*, actor: User, public_id: str = "") -> int:
    """One of the person's own, or all of them; how many were unread."""
    return mark_read(person_id=actor.pk, public_id=public_id)


@transaction.atomic
def choose_paces(*, actor: User, paces: Mapping[str, Pace]) -> None:
    """When somebody wants letters about what. Raises ValueError for kinds that always come."""
    before = paces_of(actor.pk)
    changed = {kind: pace for kind, pace in paces.items() if before.get(kind) != pace}
    for kind, pace in changed.items():
        choose(person_id=actor.pk, kind=kind, pace=pace)
    if changed:
        record(actor=actor, action="notices.choose", subject=f"user:{actor.pk}", **changed)


@transaction.atomic
def unsubscribe(*, person_id: int, kind: str) -> None:
    """By a letter's link: who follows it is not known, only whose letter it was.

    Raises ValueError for a kind that always comes.
    """
    turn_off(person_id=person_id, kind=kind)
    record(actor=None, action="notices.unsubscribe", subject=f"user:{person_id}", kind=kind)


@transaction.atomic
def try_refused_again(*, actor: User, refused: QuerySet[RefusedAddress]) -> int:
    """Let letters go to these addresses again; how many. Raises NotAllowedError unless staff."""
    if not acts_as_staff(actor):
        raise NotAllowedError
    subjects = [f"address:{one.public_id}" for one in refused]
    for subject in subjects:
        record(actor=actor, action="letters.again", subject=subject)
    return try_again(refused)
