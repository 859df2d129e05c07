"""Writes the catalogue. The only way from the register to anybody else.

Called inside the transaction that changed the register, and by rebuild_catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.tiers import Tier
from streams.catalogue.entries import Contents, entry_for
from streams.catalogue.models import CONTENTS, ENTRIES, Entry
from streams.catalogue.names import current_names
from streams.catalogue.past import Past, forget_past
from streams.catalogue.source import Source, sources_of
from streams.catalogue.stored import altered
from streams.register.models import Record

Row = tuple[Entry, Contents]
_KEPT = {"id", "search"}
_WRITTEN = [f.name for f in ENTRIES[0]._meta.concrete_fields if f.name not in _KEPT]


@dataclass(frozen=True, slots=True)
class Drift:
    """How many entries of one publication were not yet as they must be."""

    written: int = 0
    removed: int = 0

    def __add__(self, other: "Drift") -> "Drift":
        return Drift(self.written + other.written, self.removed + other.removed)

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


@transaction.atomic
def publish(
    record_ids: Iterable[str],
    *,
    dry_run: bool = False,
    verify: bool = False,
    lines: Mapping[str, int] | None = None,
) -> Drift:
    """Bring the entries of these records up to date, writing only what differs.

    Records that are gone lose their entries, past ones too. `lines` names the audit line that
    tells of each record's change. With dry_run nothing is written; with verify the
    stored columns are compared, not only their hash. The records are locked first and read
    afterwards, so that two publications of one record cannot overtake each other.
    """
    ids = sorted(set(record_ids))
    locked = Record.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(locked.values_list("pk", flat=True))
    sources = sources_of(ids)
    if not dry_run:
        forget_past(set(ids) - {source.record.pk for source in sources})
    past = Past(sources, lines or {})
    drift = Drift()
    for model in ENTRIES:
        drift += publish_tier(model, ids, sources, past, dry_run=dry_run, verify=verify)
    return drift


def publish_tier(
    model: type[Entry],
    ids: Sequence[str],
    sources: Sequence[Source],
    past: Past,
    *,
    dry_run: bool,
    verify: bool,
) -> Drift:
    """The entries of one tier; what differs is found by content hash, or column by column."""
    known = dict(model._default_manager.filter(pk__in=ids).values_list("pk", "content_hash"))
    rows = rows_of(model, sources)
    others = altered(model, rows) if verify else set()
    changed = [
        row for row in rows if known.get(row[0].pk) != row[0].content_hash or row[0].pk in others
    ]
    gone = known.keys() - {entry.pk for entry, _ in rows}
    if not dry_run:
        write(model, changed, gone)
        past.keep(model.tier, [entry for entry, _ in changed], gone)
    return Drift(len(changed), len(gone))


def rows_of(model: type[Entry], sources: Sequence[Source]) -> list[Row]:
    names, now = current_names(), timezone.now()
    built = [
        entry_for(source, model.tier, names)
        for source in sources
        if source.is_listed_at(model.tier)
    ]
    return [(model(**columns, updated_at=now), contents) for columns, contents in built]


def write(model: type[Entry], changed: Sequence[Row], gone: Iterable[str]) -> None:
    content = CONTENTS[Tier(model.tier)]
    ids = [entry.pk for entry, _ in changed]
    content._default_manager.filter(entry_id__in=[*ids, *gone]).delete()  # type: ignore[misc]
    model._default_manager.filter(pk__in=list(gone)).delete()
    model._default_manager.bulk_create(
        [entry for entry, _ in changed],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_WRITTEN,
    )
    content._default_manager.bulk_create(
        content(entry_id=entry.pk, substance=key, low=low, high=high)  # type: ignore[misc]
        for entry, contents in changed
        for key, low, high in contents
    )
