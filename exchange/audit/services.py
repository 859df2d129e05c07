"""Writes lines to the logs; called by services inside their own transaction."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser

from exchange.audit.models import AccessLine, AuditLine


def record(
    *, actor: AbstractBaseUser | None, action: str, subject: str, **details: object
) -> AuditLine:
    """Leave an audit line; actor None means the system itself (loading, nightly tasks)."""
    user_id = actor.pk if actor else None
    return AuditLine.objects.create(
        actor_id=user_id, action=action, subject=subject, details=details
    )


def record_access(*, user_id: int, seen: Iterable[tuple[str, str, int, int]]) -> None:
    """Leave one access line for each (record id, title, owning company id, tier) that was shown."""
    AccessLine.objects.bulk_create(
        AccessLine(user_id=user_id, record_id=record_id, title=title, owner_id=owner_id, tier=tier)
        for record_id, title, owner_id, tier in seen
    )


def keep_title(*, record_id: str, title: str) -> None:
    """Before a listing is gone: lines from before titles were kept still tell what was seen."""
    AccessLine.objects.filter(record_id=record_id, title="").update(title=title)
