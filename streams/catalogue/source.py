"""One record as publish reads it: loaded once, its policy merged, its newest analyses found.

Only publish may call this; nothing here is redacted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from accounts.tiers import Tier
from streams.catalogue.loading import Listing, Loaded, Owner, Place, load
from streams.chemistry.composition import capped, to_percent
from streams.disclosure import Policy, effective_policy
from streams.quantities.intervals import Interval
from streams.vocabulary import State


class Quantity(NamedTuple):
    """A measured quantity; `key` is one of streams.measures.MEASURES."""

    key: str
    interval: Interval


class Year(NamedTuple):
    """The figure of one year, in the unit of the record's kind; the date is an ISO text."""

    year: int
    interval: Interval
    method: str
    determined_on: str | None


class Document(NamedTuple):
    """A file that belongs to the record."""

    audience: int
    id: str
    title: str
    size: int
    content_type: str


class Analysis(NamedTuple):
    """One chemical analysis or a typical composition; the date is an ISO text."""

    analysed_on: str | None
    method: str
    basis: str
    is_typical: bool
    is_copied: bool
    source: str
    constituents: Sequence[Sequence[Any]] | None


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
    """Everything about a record that some tier might see.

    `built` keeps what was made of it for one tier, for the others that see the same.
    """

    record: Listing
    site: Place
    company: Owner
    policy: Policy
    quantities: Sequence[Quantity]
    years: Sequence[Year]
    documents: Sequence[Document]
    parts: Sequence[Part]
    analysis: Analysis | None
    built: dict[Any, Any] = field(default_factory=dict, compare=False)

    def is_listed_at(self, tier: Tier) -> bool:
        """Drafts and discontinued records exist for their owner only."""
        if self.record.state != State.PUBLISHED:
            return tier is Tier.OWNER
        return tier >= self.policy.listed

    def share_of(self, traces: bool) -> list[Part]:
        return [part for part in self.parts if part.is_trace is traces]


def sources_of(record_ids: Sequence[str]) -> list[Source]:
    """Those that exist, by id, with all that belongs to them; one query however many they are."""
    return [source_of(loaded) for loaded in load(record_ids)]


def source_of(loaded: Loaded) -> Source:
    analyses = current_analyses([Analysis(*row) for row in loaded.analyses])
    return Source(
        record=loaded.listing,
        site=loaded.place,
        company=loaded.owner,
        policy=policy_of(loaded.owner.disclosure_defaults, loaded.listing.policy),
        quantities=[Quantity(key, interval(*ends)) for key, *ends in loaded.quantities],
        years=[Year(year, interval(low, high), *how) for year, low, high, *how in loaded.years],
        documents=sorted((Document(*row) for row in loaded.documents), key=title_of),
        parts=newest_parts(analyses),
        analysis=analyses[0] if analyses else None,
    )


@lru_cache(maxsize=4096)
def policy_of(*layers: str) -> Policy:
    """Of stored JSON; most records have the same few."""
    return effective_policy(*map(json.loads, layers))


def interval(low: float | str, high: float | str) -> Interval:
    """Of the two ends as JSON has them."""
    return Interval(float(low), float(high))


def title_of(document: Document) -> tuple[str, str]:
    return document.title, document.id


def current_analyses(everything: Sequence[Analysis]) -> list[Analysis]:
    """The analyses that count, newest first as given: own ones before those taken over from
    another listing or typical ones, on the basis of the newest.
    """
    own = [analysis for analysis in everything if not (analysis.is_typical or analysis.is_copied)]
    chosen = own or [one for one in everything if not one.is_typical] or everything
    return [analysis for analysis in chosen if analysis.basis == chosen[0].basis]


def newest_parts(analyses: Sequence[Analysis]) -> list[Part]:
    """One part for each substance, as the first of the analyses that has it found it."""
    rows: dict[str, list[Sequence[Any]]] = {}
    for row in (row for analysis in analyses for row in analysis.constituents or ()):
        rows.setdefault(row[0], []).append(row)
    return [part_of(substance, found) for substance, found in rows.items()]


def part_of(substance: str, rows: Sequence[Sequence[Any]]) -> Part:
    found = [weight_percent(interval(low, high), unit) for _, unit, low, high, _ in rows]
    return Part(substance, found[0], rows[0][4], found)


def weight_percent(share: Interval, unit: str) -> Interval:
    """Whatever unit it was reported in; "at least 50 %" ends at 100."""
    return capped(to_percent(share, unit))
