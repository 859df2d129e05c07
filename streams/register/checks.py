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
from streams.register.drafts import AnalysisDraft, RecordDraft, YearDraft
from streams.vocabulary import Kind

FIRST_YEAR = 1900


def check_draft(draft: RecordDraft, kind: Kind) -> None:
    """Raises ValidationError with messages under "quantities", "years" and "analyses"."""
    problems: dict[str, list[str]] = {
        "quantities": quantity_problems(draft, kind),
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
