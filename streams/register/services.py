"""Writes to the register. Each takes the actor, leaves an audit line, and tells the catalogue,
all in one transaction. Called by owners' forms, imports and fixtures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Membership, User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from companies.models import Company, Site
from exchange.audit.services import record as leave_line
from exchange.audit.services import record_many as leave_lines
from streams.disclosure import checked_policy
from streams.register.checks import check_draft
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.parts import save_parts
from streams.register.signals import records_changed
from streams.vocabulary import Kind, State

PUBLISHED_AT_ONCE = 500
"""So that publishing many takes no more memory than publishing some."""
_together: ContextVar[dict[str, int] | None] = ContextVar("changed together", default=None)
WRITABLE = frozenset(
    field.name
    for field in Record._meta.concrete_fields
    if field.name not in {"id", "site", "policy", "created_at", "version", "kind", "delete_at"}
)
ENDED = ("ended_reason", "ended_note", "ended_year")
_through: ContextVar[str] = ContextVar("written through", default="")


class ChangedMeanwhileError(Exception):
    """Somebody else saved the same record after it was opened."""


@transaction.atomic
def save_record(
    *,
    actor: User | None,
    site: Site,
    kind: Kind,
    draft: RecordDraft,
    record: Record | None = None,
    version: int | None = None,
    details: Mapping[str, object] | None = None,
) -> Record:
    """Save a new or known record with all its parts, and publish it.

    `version` is the one that was opened; ChangedMeanwhileError when it is no longer the newest.
    `details` go into the audit line. What says the same as before is not written: then the
    version stays, and there is neither an audit line nor a line of history.
    Raises NotAllowedError, or ValidationError that names each field; then nothing is saved.
    """
    require_may_write(actor, site.company)
    check_draft(draft, kind)
    with one_save() as save:
        opened = opened_for_change(record, version) if record else Record(kind=kind)
        before = stored_values(opened)
        opened.site = site
        set_values(opened, draft)
        fit_ending(opened)
        opened.full_clean(exclude=["id"])
        if not write_whole(opened, draft, before=before if record else None):
            return opened
    note(actor, "record.save", opened.pk, save, **(details or {}))
    return opened


@contextmanager
def one_save() -> Iterator[str]:
    """Ties together in the history what is changed inside; gives the name of the save."""
    with pghistory.context() as context:
        yield str(context.id)


@contextmanager
def written_through(way: str) -> Iterator[None]:
    """Inside, what is saved came by "import" or "api" and not by the pages; the history says so."""
    token = _through.set(way)
    try:
        yield
    finally:
        _through.reset(token)


def note(actor: User | None, action: str, record_id: str, save: str, **details: object) -> None:
    """The audit line of one save, and the news to whoever publishes."""
    way = {"through": _through.get()} if _through.get() else {}
    told = {"save": save, **way, **details}
    line = leave_line(actor=actor, action=action, subject=f"record:{record_id}", **told)
    tell([record_id], line.pk)


def note_many(actor: User | None, action: str, record_ids: Sequence[str], save: str) -> None:
    """The same for many records that were saved together."""
    way = {"through": _through.get()} if _through.get() else {}
    subjects = [f"record:{pk}" for pk in record_ids]
    lines = leave_lines(actor=actor, action=action, subjects=subjects, save=save, **way)
    for pk, line in zip(record_ids, lines, strict=True):
        tell([pk], line)


def stored_values(record: Record) -> dict[str, Any]:
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}


def write_whole(record: Record, draft: RecordDraft, *, before: dict[str, Any] | None) -> bool:
    """Write what differs from before, which is None for a new record; False when nothing does."""
    if before is None:
        record.save()
        save_parts(record, draft, is_new=True)
        return True
    differs = save_parts(record, draft, is_new=False) or stored_values(record) != before
    if differs:
        record.version += 1
        record.save()
    return differs


def fit_ending(record: Record) -> None:
    """Only what is discontinued has a reason. Raises ValidationError when a listing that is to be
    deleted would be shown to others meanwhile.
    """
    if record.state != State.DISCONTINUED:
        record.ended_reason, record.ended_note, record.ended_year = "", "", None
    if record.delete_at is not None and record.state == State.PUBLISHED:
        raise ValidationError(
            gettext("This listing is to be deleted. Keep it first, then it can be published.")
        )


def require_may_write(actor: User | None, company: Company) -> None:
    """The system, active members, and staff where the company lets the cluster act for it."""
    if actor is None or (company.cluster_may_act and acts_as_staff(actor)):
        return
    if not Membership.objects.filter(user=actor, company=company, is_active=True).exists():
        raise NotAllowedError


def opened_for_change(record: Record, version: int | None) -> Record:
    """The record locked and read anew."""
    locked = Record.objects.select_for_update(no_key=True).get(pk=record.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhileError
    return locked


def set_values(record: Record, draft: RecordDraft) -> None:
    unknown = draft.values.keys() - WRITABLE
    if unknown:
        raise ValidationError({name: gettext("There is no such field.") for name in unknown})
    for name, value in draft.values.items():
        setattr(record, name, value)
    if draft.policy is not None:
        record.policy = checked_policy(draft.policy)


def write_fields(
    record: Record, names: Iterable[str], actor: User | None, action: str, **details: object
) -> None:
    """Save some fields of a locked record as one step of its history."""
    record.version += 1
    with one_save() as save:
        record.save(update_fields=[*names, "version"])
    note(actor, action, record.pk, save, **details)


@transaction.atomic
def set_state(*, actor: User | None, record: Record, state: State) -> Record:
    """Publish, withdraw to draft, or discontinue."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.state = state
    fit_ending(changed)
    write_fields(changed, ["state", *ENDED], actor, f"record.{state}")
    return changed


@transaction.atomic
def set_policy(*, actor: User | None, record: Record, policy: dict[str, Any]) -> Record:
    """Decide anew who sees what of one listing. Raises ValidationError naming the field."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.policy = checked_policy(policy)
    write_fields(changed, ["policy"], actor, "record.policy", policy=policy)
    return changed


@transaction.atomic
def confirm_record(*, actor: User | None, record: Record) -> Record:
    """Say that everything is still true today."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.confirmed_on = timezone.localdate()
    write_fields(changed, ["confirmed_on"], actor, "record.confirm")
    return changed


@transaction.atomic
def set_company_policy(*, actor: User | None, company: Company, policy: dict[str, Any]) -> Company:
    """The company's own defaults; applies at once to all its listings that say nothing else."""
    require_may_write(actor, company)
    company = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    company.disclosure_defaults = checked_policy(policy)
    company.save(update_fields=["disclosure_defaults"])
    subject = f"company:{company.pk}"
    line = leave_line(actor=actor, action="company.policy", subject=subject, policy=policy)
    tell(Record.objects.filter(site__company=company).values_list("pk", flat=True), line.pk)
    return company


@contextmanager
def changed_together() -> Iterator[None]:
    """Publish once at the end what many writes inside change; one transaction."""
    with transaction.atomic():
        token = _together.set({})
        try:
            yield
            collected = _together.get() or {}
        finally:
            _together.reset(token)
        ordered = sorted(collected)
        for first in range(0, len(ordered), PUBLISHED_AT_ONCE):
            send({pk: collected[pk] for pk in ordered[first : first + PUBLISHED_AT_ONCE]})


def tell(record_ids: Iterable[str], line_id: int) -> None:
    """These records were changed, and the audit line says by whom."""
    lines, collecting = dict.fromkeys(record_ids, line_id), _together.get()
    if collecting is None:
        send(lines)
    else:
        collecting.update(lines)


def send(lines: Mapping[str, int]) -> None:
    records_changed.send(sender=Record, record_ids=list(lines), lines=lines)
