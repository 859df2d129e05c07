"""A new draft from one of the company's own listings."""

from dataclasses import replace

from django.utils.translation import gettext as _

from accounts.models import User
from streams.register.altering import analysis_draft
from streams.register.drafts import AnalysisDraft, RecordDraft
from streams.register.models import Analysis, Record
from streams.register.services import save_record
from streams.vocabulary import Kind

COPIED = (
    "material", "form", "process", "description", "availability", "waste_status", "hazardous",
    "waste_code", "handling", "contact_name", "contact_email", "contact_phone", "profile",
    "monthly", "monthly_unit", "setting", "opened_year", "closed_year", "accessibility",
)  # fmt: skip
"""Not the own reference, which names one listing, nor the area, which is one deposit's."""
LONGEST_TITLE = 120


def copy_record(*, actor: User, record: Record) -> Record:
    """A draft like the listing, at the same site, without yearly figures and documents.

    Its analyses count as taken over until somebody confirms them. Raises NotAllowedError.
    """
    return save_record(
        actor=actor,
        site=record.site,
        kind=Kind(record.kind),
        draft=RecordDraft(
            values={"title": copied_title(record.title), **values_of(record)},
            quantities={row.key: row.interval for row in record.quantities.all()},
            analyses=[taken_over(analysis) for analysis in record.analyses.all()],
            policy=record.policy,
        ),
    )


def values_of(record: Record) -> dict[str, object]:
    return {name: getattr(record, name) for name in COPIED}


def copied_title(title: str) -> str:
    ending = " " + _("(copy)")
    return title[: LONGEST_TITLE - len(ending)] + ending


def taken_over(analysis: Analysis) -> AnalysisDraft:
    """What is typical of the material stays so; an analysis is one of another stream."""
    return replace(analysis_draft(analysis), is_copied=not analysis.is_typical)
