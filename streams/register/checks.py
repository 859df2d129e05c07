"""Whether a draft can be true: every problem is told at once, and by name."""

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from streams.chemistry.checks import check_composition
from streams.chemistry.composition import ConstituentValue
from streams.measures import MEASURES, measures_of
from streams.quantities.months import are_possible
from streams.quantities.outlines import check_outline
from streams.register.drafts import AnalysisDraft, RecordDraft, YearDraft
from streams.vocabulary import Kind, MonthlyUnit

FIRST_YEAR = 1900
SHARES_OF_CARBON = ("fossil_share", "biogenic_share")
WHOLE = 100.0


def check_draft(draft: RecordDraft, kind: Kind) -> None:
    """Raises ValidationError with messages under the draft's parts and the fields they concern."""
    problems: dict[str, list[str]] = {
        "quantities": [*quantity_problems(draft, kind), *share_problems(draft)],
        "monthly": monthly_problems(draft),
        "outline": outline_problems(draft),
        "years": year_problems(draft.years or ()),
        "analyses": [text for one in draft.analyses or () for text in analysis_problems(one)],
    }
    found = {key: texts for key, texts in problems.items() if texts}
    if found:
        raise ValidationError(found)


def quantity_problems(draft: RecordDraft, kind: Kind) -> list[str]:
    known = {measure.key for measure in measures_of(kind)}
    problems = []
    for key, interval in (draft.quantities or {}).items():
        if key not in known:
            problems.append(gettext("“%s” does not belong to this kind.") % key)
            continue
        try:
            MEASURES[key].check(interval)
        except ValidationError as error:
            problems += error.messages
    return problems


def share_problems(draft: RecordDraft) -> list[str]:
    """Fossil and biogenic together are no more than everything."""
    known = draft.quantities or {}
    parts = [known[key].low for key in SHARES_OF_CARBON if key in known]
    if sum(parts) <= WHOLE:
        return []
    return [gettext("Fossil and biogenic together are more than 100 %.")]


def monthly_problems(draft: RecordDraft) -> list[str]:
    amounts = draft.values.get("monthly") or []
    if not are_possible(amounts):
        return [gettext("A profile needs twelve months, none of them below zero.")]
    if amounts and draft.values.get("monthly_unit") not in MonthlyUnit.values:
        return [gettext("Say whether the months are in GWh or in per cent.")]
    return []


def outline_problems(draft: RecordDraft) -> list[str]:
    ring = draft.values.get("outline")
    try:
        if ring is not None:
            check_outline(ring)
    except ValidationError as error:
        return list(error.messages)
    return []


def year_problems(rows: Sequence[YearDraft]) -> list[str]:
    problems = [
        gettext("%(year)s is given more than once.") % {"year": year}
        for year, count in Counter(row.year for row in rows).items()
        if count > 1
    ]
    for row in rows:
        if not FIRST_YEAR <= row.year <= date.today().year + 1:
            problems.append(gettext("%(year)s is no year we can use.") % {"year": row.year})
        if row.amount.low < 0 or math.isinf(row.amount.low):
            problems.append(
                gettext("%(year)s: the amount cannot be below zero.") % {"year": row.year}
            )
    return problems


def analysis_problems(analysis: AnalysisDraft) -> list[str]:
    values = [
        ConstituentValue(row.substance, row.share, row.unit, analysis.basis)
        for row in analysis.constituents
    ]
    found = check_composition(values)
    return [problem.text for problem in found if problem.severity == "error"]
