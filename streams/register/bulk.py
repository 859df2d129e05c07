"""Saves many records of one company at once: the checks, audit lines and publication of
`save_record`, in a few statements for hundreds of records. Called by imports.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from companies.models import Company, Site
from streams.register.checks import check_draft
from streams.register.drafts import AnalysisDraft, RecordDraft
from streams.register.models import Analysis, Constituent, Quantity, Record, YearlyFigure
from streams.register.parts import analysis_row, constituent_row, year_row
from streams.register.services import (
    ChangedMeanwhileError,
    changed_together,
    fit_ending,
    note_many,
    one_save,
    require_may_write,
    set_values,
)
from streams.vocabulary import Kind

BATCH = 500
RELATIONS = ("site", "material", "waste_code")
_WRITTEN = [f.name for f in Record._meta.concrete_fields if f.name not in {"id", "created_at"}]


@dataclass(frozen=True, slots=True)
class Change:
    """One record to save. A known one is named by id and by the version that was looked at."""

    kind: Kind
    site: Site
    draft: RecordDraft
    record_id: str | None = None
    version: int | None = None


@dataclass(slots=True)
class Batch:
    """Records with the drafts that were put into them."""

    records: list[Record] = field(default_factory=list)
    drafts: list[RecordDraft] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [record.pk for record in self.records]

    def pairs(self) -> Iterator[tuple[Record, RecordDraft]]:
        return zip(self.records, self.drafts, strict=True)


def save_records(
    *,
    actor: User | None,
    company: Company,
    changes: Sequence[Change],
    progress: Callable[[int], None],
) -> None:
    """Save all or nothing. `progress` is told how many are saved, after each batch; the catalogue
    follows at the end.

    Raises NotAllowedError, ChangedMeanwhileError when a known record is no longer as it was, or
    ValidationError of the first draft that cannot be true. Then nothing is saved.
    """
    with changed_together():
        require_may_write(actor, company)
        if any(change.site.company_id != company.pk for change in changes):
            raise ChangedMeanwhileError
        lock_known(company, changes)
        for first in range(0, len(changes), BATCH):
            part = changes[first : first + BATCH]
            save_batch(actor, company, part)
            progress(first + len(part))


def lock_known(company: Company, changes: Sequence[Change]) -> None:
    """All in one order, so that two that save at once wait for, and do not block, each other."""
    ids = [change.record_id for change in changes if change.record_id]
    known = Record.objects.filter(pk__in=ids, site__company=company).order_by("pk")
    rows = dict(known.select_for_update(no_key=True, of=("self",)).values_list("pk", "version"))
    for change in changes:
        if change.record_id and rows.get(change.record_id) != change.version:
            raise ChangedMeanwhileError


@transaction.atomic
def save_batch(actor: User | None, company: Company, changes: Sequence[Change]) -> None:
    known = Record.objects.in_bulk([one.record_id for one in changes if one.record_id])
    batch = Batch()
    for change in changes:
        batch.records.append(filled(change, known))
        batch.drafts.append(change.draft)
    with one_save() as save:
        Record.objects.bulk_create(
            batch.records, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN
        )
        save_quantities(batch)
        save_years(batch)
        save_analyses(batch)
    note_many(actor, "record.save", batch.ids, save)


def filled(change: Change, known: Mapping[str, Record]) -> Record:
    """The record as it will be; checked as by `save_record`, without asking the database."""
    check_draft(change.draft, change.kind)
    record = known[change.record_id] if change.record_id else Record(kind=change.kind)
    record.version += 1 if change.record_id else 0
    record.site = change.site
    set_values(record, change.draft)
    if change.record_id is None and record.material_id is None:
        raise ValidationError({"material": gettext("Which material is it?")})
    fit_ending(record)
    record.clean_fields(exclude=["id", *RELATIONS])
    return record


def save_quantities(batch: Batch) -> None:
    told = [(one, draft.quantities) for one, draft in batch.pairs() if draft.quantities is not None]
    wanted = {(one.pk, key) for one, quantities in told for key in quantities}
    delete_others(Quantity, [one.pk for one, _quantities in told], "key", wanted)
    Quantity.objects.bulk_create(
        [
            Quantity(record=one, key=key, low=value.low, high=value.high)
            for one, quantities in told
            for key, value in quantities.items()
        ],
        update_conflicts=True,
        unique_fields=["record", "key"],
        update_fields=["low", "high"],
    )


def save_years(batch: Batch) -> None:
    told = [(one, draft.years) for one, draft in batch.pairs() if draft.years is not None]
    wanted = {(one.pk, row.year) for one, years in told for row in years}
    delete_others(YearlyFigure, [one.pk for one, _years in told], "year", wanted)
    YearlyFigure.objects.bulk_create(
        [year_row(one, row) for one, years in told for row in years],
        update_conflicts=True,
        unique_fields=["record", "year"],
        update_fields=["low", "high", "method", "determined_on"],
    )


def delete_others(
    model: type[Quantity] | type[YearlyFigure],
    record_ids: Sequence[str],
    name: str,
    wanted: AbstractSet[tuple[str, object]],
) -> None:
    rows = model._default_manager.filter(record_id__in=record_ids)
    stale = [pk for pk, record, key in rows.values_list("pk", "record_id", name)
             if (record, key) not in wanted]  # fmt: skip
    if stale:
        model._default_manager.filter(pk__in=stale).delete()


def save_analyses(batch: Batch) -> None:
    """Replaced as a whole where a draft brings any."""
    told = [(one, draft.analyses) for one, draft in batch.pairs() if draft.analyses is not None]
    Analysis.objects.filter(record__in=[one.pk for one, _analyses in told]).delete()
    pairs = [(analysis_row(one, draft), draft) for one, drafts in told for draft in drafts]
    Analysis.objects.bulk_create(row for row, _draft in pairs)
    Constituent.objects.bulk_create(rows_of(pairs))


def rows_of(pairs: Iterable[tuple[Analysis, AnalysisDraft]]) -> list[Constituent]:
    return [constituent_row(row, part) for row, draft in pairs for part in draft.constituents]
