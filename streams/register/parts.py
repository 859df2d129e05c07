"""The parts of a record - quantities, years, analyses - as a draft brings them.

Only what differs is written, so that the history tells what was changed and nothing else. Called
by streams.register.services only, on a locked record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import zip_longest
from typing import Any

from streams.quantities.intervals import Interval
from streams.reference.queries import resolve_substance
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Analysis, Constituent, Quantity, Record, YearlyFigure

ANALYSIS_VALUES = [field.name for field in fields(AnalysisDraft) if field.name != "constituents"]
YEAR_VALUES = ["low", "high", "method", "determined_on"]
CONSTITUENT_VALUES = ["low", "high", "unit", "is_trace"]
Values = tuple[Any, ...]


def save_parts(record: Record, draft: RecordDraft, *, is_new: bool) -> bool:
    """Bring those parts that the draft has up to date, and tell whether anything differed."""
    differed = False
    if draft.quantities is not None:
        differed |= save_quantities(record, draft.quantities, is_new=is_new)
    if draft.years is not None:
        differed |= save_years(record, draft.years, is_new=is_new)
    if draft.analyses is not None:
        differed |= save_analyses(record, draft.analyses, is_new=is_new)
    return differed


def save_quantities(record: Record, wanted: Mapping[str, Interval], *, is_new: bool) -> bool:
    known = {} if is_new else {row.key: row.interval for row in record.quantities.all()}
    if gone := known.keys() - wanted.keys():
        record.quantities.filter(key__in=gone).delete()
    other = {key: value for key, value in wanted.items() if known.get(key) != value}
    Quantity.objects.bulk_create(
        [Quantity(record=record, key=key, low=v.low, high=v.high) for key, v in other.items()],
        update_conflicts=True,
        unique_fields=["record", "key"],
        update_fields=["low", "high"],
    )
    return bool(gone or other)


def save_years(record: Record, years: Sequence[YearDraft], *, is_new: bool) -> bool:
    known = {} if is_new else {row.year: values_of(row, YEAR_VALUES) for row in record.years.all()}
    wanted = {row.year: year_row(record, row) for row in years}
    if gone := known.keys() - wanted.keys():
        record.years.filter(year__in=gone).delete()
    other = [row for row in wanted.values() if known.get(row.year) != values_of(row, YEAR_VALUES)]
    YearlyFigure.objects.bulk_create(
        other, update_conflicts=True, unique_fields=["record", "year"], update_fields=YEAR_VALUES
    )
    return bool(gone or other)


def year_row(record: Record, row: YearDraft) -> YearlyFigure:
    return YearlyFigure(
        record=record,
        year=row.year,
        low=row.amount.low,
        high=row.amount.high,
        method=row.method,
        determined_on=row.determined_on,
    )


def save_analyses(record: Record, drafts: Sequence[AnalysisDraft], *, is_new: bool) -> bool:
    """Those that are alike stay; the others are changed into what was brought, in order."""
    known = [] if is_new else list(record.analyses.prefetch_related("constituents"))
    wanted = list(drafts)
    for row in [*known]:
        same = next((draft for draft in wanted if content_of(row) == content_brought(draft)), None)
        if same is not None:
            known.remove(row)
            wanted.remove(same)
    for old, draft in zip_longest(known, wanted):
        if draft is None:
            old.delete()
        elif old is None:
            add_analysis(record, draft)
        else:
            change_analysis(old, draft)
    return bool(known or wanted)


def content_of(analysis: Analysis) -> tuple[Values, Mapping[str, Values]]:
    rows = analysis.constituents.all()
    found = {row.substance: values_of(row, CONSTITUENT_VALUES) for row in rows}
    return values_of(analysis, ANALYSIS_VALUES), found


def content_brought(draft: AnalysisDraft) -> tuple[Values, Mapping[str, Values]]:
    rows = [constituent_row(Analysis(), row) for row in draft.constituents]
    found = {row.substance: values_of(row, CONSTITUENT_VALUES) for row in rows}
    return values_of(draft, ANALYSIS_VALUES), found


def values_of(row: object, names: Sequence[str]) -> Values:
    return tuple(getattr(row, name) for name in names)


def add_analysis(record: Record, draft: AnalysisDraft) -> Analysis:
    analysis = analysis_row(record, draft)
    analysis.save()
    Constituent.objects.bulk_create(constituent_row(analysis, row) for row in draft.constituents)
    return analysis


def analysis_row(record: Record, draft: AnalysisDraft) -> Analysis:
    return Analysis(record=record, **{name: getattr(draft, name) for name in ANALYSIS_VALUES})


def change_analysis(analysis: Analysis, draft: AnalysisDraft) -> None:
    (_, known), (values, wanted) = content_of(analysis), content_brought(draft)
    if values_of(analysis, ANALYSIS_VALUES) != values:
        for name, value in zip(ANALYSIS_VALUES, values, strict=True):
            setattr(analysis, name, value)
        analysis.save()
    analysis.constituents.filter(substance__in=known.keys() - wanted.keys()).delete()
    rows = [constituent_row(analysis, row) for row in draft.constituents]
    Constituent.objects.bulk_create(
        [row for row in rows if known.get(row.substance) != wanted[row.substance]],
        update_conflicts=True,
        unique_fields=["analysis", "substance"],
        update_fields=CONSTITUENT_VALUES,
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
