"""Taking a listing out of use: discontinued with a reason, or deleted after a time of grace.

What is asked to be deleted is out of sight at once and lies with its owner for DAYS_OF_GRACE.
Called by owners' pages, and delete_due by the clock.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from exchange.audit.services import keep_title
from exchange.audit.services import record as leave_line
from streams.register.events import events_of
from streams.register.models import Analysis, Constituent, Document, Quantity, Record, YearlyFigure
from streams.register.services import (
    ENDED,
    fit_ending,
    opened_for_change,
    require_may_write,
    tell,
    write_fields,
)
from streams.vocabulary import EndReason, State

DAYS_OF_GRACE = 30


@transaction.atomic
def discontinue_record(
    *, actor: User | None, record: Record, reason: EndReason, note: str, year: int | None
) -> Record:
    """Say that there is no more of it; it is gone for others at once. Raises ValidationError."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.state = State.DISCONTINUED
    changed.ended_reason, changed.ended_note, changed.ended_year = reason, note, year
    changed.full_clean(exclude=["id"])
    write_fields(changed, ["state", *ENDED], actor, "record.discontinued")
    return changed


@transaction.atomic
def resume_record(*, actor: User | None, record: Record) -> Record:
    """It is there again: a draft, since what it says may have changed meanwhile."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.state = State.DRAFT
    fit_ending(changed)
    write_fields(changed, ["state", *ENDED], actor, "record.resume")
    return changed


@transaction.atomic
def ask_deletion(*, actor: User | None, record: Record) -> Record:
    """Out of sight at once, gone for good after the time of grace. Asking again changes nothing."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    if changed.delete_at is not None:
        return changed
    if changed.state == State.PUBLISHED:
        changed.state = State.DRAFT
    changed.delete_at = timezone.now() + timedelta(days=DAYS_OF_GRACE)
    write_fields(changed, ["state", "delete_at"], actor, "record.leaving")
    return changed


@transaction.atomic
def keep_record(*, actor: User | None, record: Record) -> Record:
    """Not to be deleted after all; it stays out of sight until somebody publishes it."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    if changed.delete_at is None:
        return changed
    changed.delete_at = None
    write_fields(changed, ["delete_at"], actor, "record.keep")
    return changed


def due_now() -> list[str]:
    """Listings whose time of grace is over, by the database's clock; longest over first."""
    due = Record.objects.filter(delete_at__lte=Now()).order_by("delete_at", "pk")
    return list(due.values_list("pk", flat=True))


@transaction.atomic
def delete_due(record_id: str) -> bool:
    """Delete one listing for good if it is still due and nobody else is at it; tells whether.

    Its history goes with it. What others saw stays in the access log with its title, and the
    audit log keeps who asked. Files go once the transaction holds.
    """
    due = Record.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=record_id, delete_at__lte=Now()
    )
    record = due.select_related("site").first()
    if record is None:
        return False
    files = [(row.file.storage, str(row.file.name)) for row in record.documents.all()]
    company, asked = record.site.company_id, record.delete_at
    keep_title(record_id=record_id, title=record.title)
    record.delete()
    forget_history(record_id)
    note_deleted(record_id, company, asked)
    for storage, name in files:
        transaction.on_commit(removal(storage, name), robust=True)
    return True


def removal(storage: Storage, name: str) -> Callable[[], None]:
    return lambda: storage.delete(name)


def note_deleted(record_id: str, company_id: int, due: datetime | None) -> None:
    subject = f"record:{record_id}"
    at = due.isoformat() if due else ""
    line = leave_line(
        actor=None, action="record.delete", subject=subject, company=company_id, due=at
    )
    tell([record_id], line.pk)


def forget_history(record_id: str) -> None:
    """The event tables hold every value there ever was; they go with the listing."""
    analyses = events_of(Analysis).filter(record_id=record_id)
    rows = events_of(Constituent).filter(analysis_id__in=analyses.values("pgh_obj_id"))
    rows.delete()
    analyses.delete()
    for model in (Quantity, YearlyFigure, Document):
        events_of(model).filter(record_id=record_id).delete()
    events_of(Record).filter(pgh_obj_id=record_id).delete()
