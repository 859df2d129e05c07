"""What each audience was shown at a time: kept whenever an entry of a published listing changes.

Written by publish, in the same transaction and by its own rows, so that it is what was shown.
Read by the owner's history only: callers have made sure that the viewer holds the owner's tier.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.utils import timezone

from accounts.tiers import Tier
from streams.catalogue.entries import Row
from streams.catalogue.models import ENTRIES, PastEntry
from streams.catalogue.prepared import execute
from streams.catalogue.search import Hit
from streams.catalogue.source import Source
from streams.vocabulary import State


@dataclass(slots=True)
class Past:
    """What one publication leaves behind; all of it at one moment."""

    sources: Sequence[Source]
    lines: Mapping[str, int]
    at: datetime = field(default_factory=timezone.now)
    written: dict[Tier, list[str]] = field(default_factory=dict)
    ended: list[PastEntry] = field(default_factory=list)

    def keep(self, tier: Tier, changed: Iterable[Row], gone: Iterable[str]) -> None:
        """Only of published listings: what was never out has been shown to nobody.

        A listing that its owner takes out of sight is shown to nobody from then on, and so not
        to him as a published one either.
        """
        shown = {row.record.id for row in self.sources if row.record.state == State.PUBLISHED}
        if kept := [entry.id for entry in changed if entry.id in shown]:
            self.written[tier] = kept
        known = {source.record.id for source in self.sources}
        hidden = known - shown if tier is Tier.OWNER else known & {*gone}
        self.ended += self.ends(tier, hidden)

    def write(self) -> None:
        """Copy the entries as they were just written; all tiers in one statement."""
        if self.written:
            parameters: list[Any] = []
            for ids in self.written.values():
                parameters += [self.at, ids, [self.lines.get(pk) for pk in ids]]
            execute(copying(tuple(self.written)), parameters)
        if self.ended:
            PastEntry.objects.bulk_create(self.ended)

    def ends(self, tier: Tier, record_ids: set[str]) -> list[PastEntry]:
        """From now on nothing, for those of whom something was shown until now."""
        if not record_ids:
            return []
        newest = PastEntry.objects.filter(record_id__in=record_ids, tier=tier)
        newest = newest.order_by("record_id", "-at", "-pk").distinct("record_id")
        return [
            PastEntry(
                record_id=row.record_id, tier=tier, at=self.at, line=self.lines.get(row.record_id)
            )
            for row in newest
            if row.facts is not None
        ]


@cache
def copying(tiers: tuple[Tier, ...]) -> str:
    """Parameters, tier by tier: the moment, the ids of entries, and their audit lines."""
    tables = {Tier(model.tier): model._meta.db_table for model in ENTRIES}
    parts = [
        f"SELECT id, {int(tier)}, %s, kind, title, facts, content_hash, line"  # noqa: S608
        f" FROM {tables[tier]} JOIN unnest(%s::text[], %s::bigint[]) AS told(id, line) USING (id)"
        for tier in tiers
    ]
    names = "record_id, tier, at, kind, title, facts, content_hash, line"
    return f"INSERT INTO {PastEntry._meta.db_table} ({names}) {' UNION ALL '.join(parts)}"


def forget_past(record_ids: set[str]) -> None:
    """Of records that are gone."""
    if record_ids:
        PastEntry.objects.filter(record_id__in=record_ids).delete()


@dataclass(frozen=True, slots=True)
class PublishedState:
    """From when, the audit line that led to it, and for which audiences something changed.

    `was_shown` and `is_shown` tell whether anybody was shown the listing before, and from then on.
    """

    at: datetime
    line: int | None
    audiences: Sequence[Tier]
    was_shown: bool
    is_shown: bool


def published_states(record_id: str) -> list[PublishedState]:
    """Newest first; from each on, what was shown stayed the same until the next."""
    rows = PastEntry.objects.filter(record_id=record_id).order_by("at", "tier", "pk")
    shown: set[int] = set()
    found: dict[datetime, PublishedState] = {}
    for row in rows.values("at", "tier", "line", "facts__listing"):
        was_shown = bool(shown)
        (shown.add if row["facts__listing"] is not None else shown.discard)(row["tier"])
        before = found.get(row["at"])
        audiences = [*(before.audiences if before else ()), Tier(row["tier"])]
        was_shown = before.was_shown if before else was_shown
        found[row["at"]] = PublishedState(
            row["at"], row["line"], audiences, was_shown, is_shown=bool(shown)
        )
    return sorted(found.values(), key=lambda state: state.at, reverse=True)


def entry_then(record_id: str, tier: Tier, at: datetime) -> Hit | None:
    """What this audience was shown at that moment; None where it was shown nothing."""
    rows = PastEntry.objects.filter(record_id=record_id, tier=tier, at__lte=at)
    row = rows.order_by("-at", "-pk").first()
    if row is None or row.facts is None:
        return None
    return Hit(row.record_id, row.kind, row.title, tier, row.facts, row.at, row.content_hash)
