"""Writes to the register. Each takes the actor, leaves an audit line, and tells the catalogue,
all in one transaction. Called by owners' forms, imports and fixtures.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Membership, User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from companies.models import Company, Site
from exchange.audit.services import record as leave_line
from streams.disclosure import checked_policy
from streams.reference.queries import resolve_substance
from streams.register.checks import check_draft
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Analysis, Constituent, Quantity, Record, YearlyFigure
from streams.register.signals import records_changed
from streams.vocabulary import Kind, State

PUBLISHED_AT_ONCE = 500
"""So that publishing many takes no more memory than publishing some."""
_together: ContextVar[set[str] | None] = ContextVar("changed together", default=None)
WRITABLE = frozenset(
    field.name
    for field in Record._meta.concrete_fields
    if field.name not in {"id", "site", "policy", "created_at", "version", "kind"}
)


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
) -> Record:
    """Save a new or known record with all its parts, and publish it.

    `version` is the one that was opened; ChangedMeanwhileError when it is no longer the newest.
    Raises NotAllowedError, or ValidationError that names each field; then nothing is saved.
    """
    require_may_write(actor, site.company)
    check_draft(draft, kind)
    record = opened_for_change(record, version) if record else Record(kind=kind)
    record.site = site
    set_values(record, draft)
    record.full_clean(exclude=["id"])
    record.save()
    save_parts(record, draft)
    leave_line(actor=actor, action="record.save", subject=f"record:{record.pk}")
    tell([record.pk])
    return record


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
    locked.version += 1
    return locked


def set_values(record: Record, draft: RecordDraft) -> None:
    unknown = draft.values.keys() - WRITABLE
    if unknown:
        raise ValidationError({name: gettext("There is no such field.") for name in unknown})
    for name, value in draft.values.items():
        setattr(record, name, value)
    if draft.policy is not None:
        record.policy = checked_policy(draft.policy)


def save_parts(record: Record, draft: RecordDraft) -> None:
    """Replace those parts that the draft brings; parts that stay alike are not touched."""
    if draft.quantities is not None:
        save_quantities(record, draft)
    if draft.years is not None:
        save_years(record, draft.years)
    if draft.analyses is not None:
        record.analyses.all().delete()
        for analysis in draft.analyses:
            add_analysis(record, analysis)


def save_quantities(record: Record, draft: RecordDraft) -> None:
    wanted = draft.quantities or {}
    record.quantities.exclude(key__in=list(wanted)).delete()
    Quantity.objects.bulk_create(
        [Quantity(record=record, key=key, low=v.low, high=v.high) for key, v in wanted.items()],
        update_conflicts=True,
        unique_fields=["record", "key"],
        update_fields=["low", "high"],
    )


def save_years(record: Record, years: Sequence[YearDraft]) -> None:
    record.years.exclude(year__in=[row.year for row in years]).delete()
    YearlyFigure.objects.bulk_create(
        [year_row(record, row) for row in years],
        update_conflicts=True,
        unique_fields=["record", "year"],
        update_fields=["low", "high", "method", "determined_on"],
    )


def year_row(record: Record, row: YearDraft) -> YearlyFigure:
    return YearlyFigure(
        record=record,
        year=row.year,
        low=row.amount.low,
        high=row.amount.high,
        method=row.method,
        determined_on=row.determined_on,
    )


def add_analysis(record: Record, draft: AnalysisDraft) -> Analysis:
    analysis = analysis_row(record, draft)
    analysis.save()
    Constituent.objects.bulk_create(constituent_row(analysis, row) for row in draft.constituents)
    return analysis


def analysis_row(record: Record, draft: AnalysisDraft) -> Analysis:
    return Analysis(
        record=record,
        analysed_on=draft.analysed_on,
        method=draft.method,
        basis=draft.basis,
        is_typical=draft.is_typical,
        is_copied=draft.is_copied,
        source=draft.source,
    )


def constituent_row(analysis: Analysis, row: ConstituentDraft) -> Constituent:
    known = resolve_substance(row.substance)
    usually_trace = known.is_trace_by_default if known else False
    return Constituent(
        analysis=analysis,
        substance=known.key if known else row.substance,
        unit=row.unit,
        low=row.share.low,
        high=row.share.high,
        is_trace=usually_trace if row.is_trace is None else row.is_trace,
    )


@transaction.atomic
def set_state(*, actor: User | None, record: Record, state: State) -> Record:
    """Publish, withdraw to draft, or discontinue."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.state = state
    changed.save(update_fields=["state", "version"])
    leave_line(actor=actor, action=f"record.{state}", subject=f"record:{record.pk}")
    tell([record.pk])
    return changed


@transaction.atomic
def set_policy(*, actor: User | None, record: Record, policy: dict[str, Any]) -> Record:
    """Decide anew who sees what of one listing. Raises ValidationError naming the field."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.policy = checked_policy(policy)
    changed.save(update_fields=["policy", "version"])
    leave_line(actor=actor, action="record.policy", subject=f"record:{record.pk}", policy=policy)
    tell([record.pk])
    return changed


@transaction.atomic
def confirm_record(*, actor: User | None, record: Record) -> Record:
    """Say that everything is still true today."""
    require_may_write(actor, record.site.company)
    changed = opened_for_change(record, None)
    changed.confirmed_on = timezone.localdate()
    changed.save(update_fields=["confirmed_on", "version"])
    leave_line(actor=actor, action="record.confirm", subject=f"record:{record.pk}")
    tell([record.pk])
    return changed


@transaction.atomic
def set_company_policy(*, actor: User | None, company: Company, policy: dict[str, Any]) -> Company:
    """The company's own defaults; applies at once to all its listings that say nothing else."""
    require_may_write(actor, company)
    company = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    company.disclosure_defaults = checked_policy(policy)
    company.save(update_fields=["disclosure_defaults"])
    leave_line(actor=actor, action="company.policy", subject=f"company:{company.pk}", policy=policy)
    tell(Record.objects.filter(site__company=company).values_list("pk", flat=True))
    return company


@contextmanager
def changed_together() -> Iterator[None]:
    """Publish once at the end what many writes inside change; one transaction."""
    with transaction.atomic():
        token = _together.set(set())
        try:
            yield
            collected = _together.get() or set()
        finally:
            _together.reset(token)
        ordered = sorted(collected)
        for first in range(0, len(ordered), PUBLISHED_AT_ONCE):
            part = ordered[first : first + PUBLISHED_AT_ONCE]
            records_changed.send(sender=Record, record_ids=part)


def tell(record_ids: Any) -> None:
    collecting = _together.get()
    if collecting is None:
        records_changed.send(sender=Record, record_ids=list(record_ids))
    else:
        collecting.update(record_ids)
