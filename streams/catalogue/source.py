"""One record as publish reads it: loaded once, its policy merged, its newest analyses found.

Only publish may call this; nothing here is redacted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from accounts.tiers import Tier
from companies.models import Company, Site
from streams.chemistry.composition import capped, to_percent
from streams.disclosure import Policy, effective_policy
from streams.quantities.intervals import Interval
from streams.register.models import Analysis, Constituent, Record, YearlyFigure
from streams.vocabulary import State


@dataclass(frozen=True, slots=True)
class Part:
    """A substance and its share of weight in the newest analysis that has it.

    `found` is what every analysis says of it, that one first.
    """

    substance: str
    share: Interval
    is_trace: bool
    found: Sequence[Interval] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Everything about a record that some tier might see."""

    record: Record
    policy: Policy
    parts: Sequence[Part]
    analysis: Analysis | None

    @property
    def site(self) -> Site:
        return self.record.site

    @property
    def company(self) -> Company:
        return self.record.site.company

    @property
    def years(self) -> list[YearlyFigure]:
        return list(self.record.years.all())

    def is_listed_at(self, tier: Tier) -> bool:
        """Drafts and discontinued records exist for their owner only."""
        if self.record.state != State.PUBLISHED:
            return tier is Tier.OWNER
        return tier >= self.policy.listed

    def share_of(self, traces: bool) -> list[Part]:
        return [part for part in self.parts if part.is_trace is traces]


def sources_of(record_ids: Iterable[str]) -> list[Source]:
    """Load records with all that belongs to them; six queries however many they are."""
    records = Record.objects.filter(pk__in=list(record_ids)).select_related(
        "site__company__industry", "site__park", "material"
    )
    analyses = Prefetch("analyses", Analysis.objects.prefetch_related("constituents"))
    found = records.prefetch_related("quantities", "years", "documents", analyses).order_by("pk")
    return [source_of(record) for record in found]


def source_of(record: Record) -> Source:
    policy = effective_policy(record.site.company.disclosure_defaults, record.policy)
    analyses = current_analyses(record)
    return Source(record, policy, newest_parts(analyses), analyses[0] if analyses else None)


def current_analyses(record: Record) -> list[Analysis]:
    """The analyses that count, newest first: own ones before those taken over from another
    listing or typical ones, on the basis of the newest. One without a date comes last.
    """
    everything = sorted(record.analyses.all(), key=day_of, reverse=True)
    own = [analysis for analysis in everything if not (analysis.is_typical or analysis.is_copied)]
    chosen = own or [one for one in everything if not one.is_typical] or everything
    return [analysis for analysis in chosen if analysis.basis == chosen[0].basis]


def day_of(analysis: Analysis) -> date:
    return analysis.analysed_on or date.min


def newest_parts(analyses: Sequence[Analysis]) -> list[Part]:
    """One part for each substance, as the first of the analyses that has it found it."""
    rows: dict[str, list[Constituent]] = {}
    for row in (row for analysis in analyses for row in analysis.constituents.all()):
        rows.setdefault(row.substance, []).append(row)
    return [part_of(substance, found) for substance, found in rows.items()]


def part_of(substance: str, rows: Sequence[Constituent]) -> Part:
    found = [weight_percent(row) for row in rows]
    return Part(substance, found[0], rows[0].is_trace, found)


def weight_percent(constituent: Constituent) -> Interval:
    """Whatever unit it was reported in; "at least 50 %" ends at 100."""
    return capped(to_percent(constituent.interval, constituent.unit))
