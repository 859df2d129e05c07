"""Writes lines to the logs; called by services inside their own transaction."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser

from exchange.audit.models import AccessLine, AuditLine

BATCH = 1_000


def record(
    *, actor: AbstractBaseUser | None, action: str, subject: str, **details: object
) -> AuditLine:
    """Leave an audit line; actor None means the system itself (loading, nightly tasks)."""
    user_id = actor.pk if actor else None
    return AuditLine.objects.create(
        actor_id=user_id, action=action, subject=subject, details=details
    )


def record_access(lines: Iterable[AccessLine]) -> None:
    """Leave these access lines, however many in one go."""
    AccessLine.objects.bulk_create(lines, batch_size=BATCH)


def record_many(
    *, actor: AbstractBaseUser | None, action: str, subjects: Iterable[str], **details: object
) -> list[int]:
    """Leave one audit line for each subject of the same action; their numbers, in order."""
    user_id = actor.pk if actor else None
    lines = AuditLine.objects.bulk_create(
        AuditLine(actor_id=user_id, action=action, subject=subject, details=details)
        for subject in subjects
    )
    return [line.pk for line in lines]


def keep_title(*, record_id: str, title: str) -> None:
    """Before a listing is gone: lines from before titles were kept still tell what was seen."""
    AccessLine.objects.filter(record_id=record_id, title="").update(title=title)
