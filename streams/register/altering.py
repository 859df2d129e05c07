"""What a draft would change of a record, so that saving the same twice changes nothing."""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Any

from companies.models import Site
from streams.disclosure import checked_policy
from streams.reference.queries import resolve_substance
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Analysis, Record
from streams.register.services import WRITABLE


def draft_of(record: Record) -> RecordDraft:
    """Everything of a record as a draft; saved, it would change nothing."""
    return RecordDraft(
        values={name: getattr(record, name) for name in WRITABLE},
        quantities={row.key: row.interval for row in record.quantities.all()},
        years=[
            YearDraft(row.year, row.interval, row.method, row.determined_on)
            for row in record.years.all()
        ],
        analyses=[analysis_draft(analysis) for analysis in record.analyses.all()],
        policy=record.policy,
    )


def analysis_draft(analysis: Analysis) -> AnalysisDraft:
    rows = [
        ConstituentDraft(row.substance, row.interval, row.unit, row.is_trace)
        for row in analysis.constituents.all()
    ]
    names = [one.name for one in dataclasses.fields(AnalysisDraft) if one.name != "constituents"]
    return AnalysisDraft(rows, **{name: getattr(analysis, name) for name in names})


def only_changes(record: Record, site: Site, draft: RecordDraft) -> tuple[RecordDraft, list[str]]:
    """The draft without what says the same as the record, and the names of what is left."""
    now = draft_of(record)
    values = {
        name: value for name, value in draft.values.items() if not same(value, now.values[name])
    }
    parts = {
        name: new
        for name in ("quantities", "years", "analyses", "policy")
        if (new := getattr(draft, name)) is not None
        and comparable(name, new) != comparable(name, getattr(now, name))
    }
    moved = ["site"] if site.pk != record.site_id else []
    return RecordDraft(values=values, **parts), [*moved, *values, *parts]


def same(one: Any, two: Any) -> bool:
    return bool(getattr(one, "pk", one) == getattr(two, "pk", two))


def comparable(name: str, part: Any) -> Any:
    """A part in a form in which what means the same is equal."""
    if name == "analyses":
        return [comparable_analysis(one) for one in in_order(part)]
    if name == "policy":
        return checked_policy(part)
    return list(part) if name == "years" else dict(part)


def in_order(analyses: Sequence[AnalysisDraft]) -> list[AnalysisDraft]:
    """By day; those of one day as they stand, for then the first one goes before the others."""
    return sorted(analyses, key=lambda one: one.analysed_on or date.min)


def comparable_analysis(analysis: AnalysisDraft) -> Any:
    rows = sorted(comparable_constituent(row) for row in analysis.constituents)
    return dataclasses.replace(analysis, constituents=()), rows


def comparable_constituent(row: ConstituentDraft) -> tuple[str, float, float, str, bool]:
    """As it would be stored: the substance's own key, and as usual where nothing was said."""
    known = resolve_substance(row.substance)
    usual = bool(known and known.is_trace_by_default)
    is_trace = usual if row.is_trace is None else row.is_trace
    key = known.key if known else row.substance
    return (key, row.share.low, row.share.high, row.unit, is_trace)
