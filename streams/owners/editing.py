"""From what is typed to a draft of the record: the pages of one record for one person."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.timezone import localdate

from accounts.models import User
from companies.models import Site
from streams.owners.steps import STEPS
from streams.owners.steps.base import Step, query_of
from streams.owners.steps.measured import MeasuredStep
from streams.quantities.intervals import Interval
from streams.register.drafts import RecordDraft
from streams.register.models import Record, WorkingCopy
from streams.register.services import save_record
from streams.vocabulary import Kind, State


def steps_of(record: Record) -> tuple[type[Step], ...]:
    return STEPS[Kind(record.kind)]


def page_of(step: type[Step], record: Record, copy: WorkingCopy | None) -> Step:
    """One page as its writer left it, else as the register has it."""
    typed = copy.typed.get(step.slug) if copy else None
    return step(record, query_of(typed) if typed is not None else None)


def typed_pages(record: Record, copy: WorkingCopy | None) -> list[Step]:
    """The pages on which something has been typed."""
    typed = copy.typed if copy else {}
    return [page_of(step, record, copy) for step in steps_of(record) if step.slug in typed]


def shown_now(record: Record) -> Mapping[str, Mapping[str, list[str]]]:
    """What every page would show of the register as it is."""
    return {step.slug: step(record).texts() for step in steps_of(record)}


def combined(record: Record, pages: Iterable[Step]) -> tuple[Site, RecordDraft]:
    """The site, and one draft of what valid pages say."""
    values: dict[str, object] = {}
    quantities = {row.key: row.interval for row in record.quantities.all()}
    years = analyses = policy = None
    for page in pages:
        draft = page.draft()
        values |= draft.values
        if isinstance(page, MeasuredStep):
            quantities = with_quantities(quantities, page, draft)
        years = draft.years if draft.years is not None else years
        analyses = draft.analyses if draft.analyses is not None else analyses
        policy = draft.policy if draft.policy is not None else policy
    site = values.pop("site", record.site)
    assert isinstance(site, Site)
    return site, RecordDraft(values, quantities, years, analyses, policy)


def with_quantities(
    known: Mapping[str, Interval], page: MeasuredStep, draft: RecordDraft
) -> dict[str, Interval]:
    """The page's own quantities as it says, the others as they were."""
    others = {key: value for key, value in known.items() if key not in page.keys}
    return {**others, **(draft.quantities or {})}


@transaction.atomic
def write_typed(
    *, actor: User, copy: WorkingCopy, record: Record, pages: Iterable[Step], publish: bool = False
) -> Record:
    """Save valid pages to the register and forget that they were typed.

    With `publish` the listing becomes visible, and counts as confirmed today. Raises
    ChangedMeanwhileError when somebody else has saved the record since the copy was begun.
    """
    written = list(pages)
    site, draft = combined(record, written)
    if publish:
        values = {**draft.values, "state": State.PUBLISHED, "confirmed_on": localdate()}
        draft = RecordDraft(values, draft.quantities, draft.years, draft.analyses, draft.policy)
    saved = save_record(
        actor=actor,
        site=site,
        kind=Kind(record.kind),
        draft=draft,
        record=record,
        version=copy.based_on,
    )
    forget_pages(copy, [page.slug for page in written], saved.version)
    return saved


def forget_pages(copy: WorkingCopy, slugs: Iterable[str], version: int) -> None:
    for slug in slugs:
        copy.typed.pop(slug, None)
        copy.shown.pop(slug, None)
    copy.based_on = version
    if copy.typed:
        copy.save()
    elif copy.pk:
        copy.delete()
