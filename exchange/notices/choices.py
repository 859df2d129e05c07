"""When somebody wants letters about what. The callers leave the audit line."""

from django.db import transaction

from exchange.notices.kinds import DIGEST, KINDS, Pace, can_be_turned_off, chosen_kinds
from exchange.notices.models import Choice, Letter, Notice


def pace_of(person_id: int, kind: str) -> Pace:
    """What holds for one kind. Raises KeyError for one that is not declared."""
    declared = KINDS[kind]
    if not declared.may_be_chosen:
        return Pace.NOW
    chosen = Choice.objects.filter(person_id=person_id, kind=kind).first()
    return Pace(chosen.pace) if chosen else declared.pace


def paces_of(person_id: int) -> dict[str, Pace]:
    """What holds for each kind about which people choose. One query."""
    chosen = dict(Choice.objects.filter(person_id=person_id).values_list("kind", "pace"))
    return {kind.code: Pace(chosen.get(kind.code, kind.pace)) for kind in chosen_kinds()}


@transaction.atomic
def choose(*, person_id: int, kind: str, pace: Pace) -> None:
    """Remember it. What waits to be sent about this kind is not sent when none is wanted.

    Raises ValueError for a kind about which nobody chooses.
    """
    if kind not in KINDS or not KINDS[kind].may_be_chosen:
        raise ValueError(kind)
    Choice.objects.update_or_create(person_id=person_id, kind=kind, defaults={"pace": pace})
    if pace == Pace.NONE:
        _withdraw(person_id, kind)


@transaction.atomic
def turn_off(*, person_id: int, kind: str) -> None:
    """No more letters of a kind; of the daily letter, none about all that it gathers.

    Raises ValueError for a kind that always comes.
    """
    if not can_be_turned_off(kind):
        raise ValueError(kind)
    if kind != DIGEST.code:
        choose(person_id=person_id, kind=kind, pace=Pace.NONE)
        return
    for one, pace in paces_of(person_id).items():
        if pace == Pace.DAILY:
            choose(person_id=person_id, kind=one, pace=Pace.NONE)


def _withdraw(person_id: int, kind: str) -> None:
    Notice.objects.filter(person_id=person_id, kind=kind, pace=Pace.DAILY, gathered_at=None).update(
        pace=Pace.NONE
    )
    Letter.objects.filter(person_id=person_id, kind=kind, sent_at=None).delete()
