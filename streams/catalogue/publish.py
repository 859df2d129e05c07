"""Writes the catalogue. The only way from the register to anybody else.

Called inside the transaction that changed the register, and by rebuild_catalogue.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.tiers import Tier
from streams.catalogue.entries import Row, entry_for
from streams.catalogue.models import ENTRIES, Entry
from streams.catalogue.names import current_names
from streams.catalogue.past import Past, forget_past
from streams.catalogue.prepared import THESE, execute
from streams.catalogue.source import Source, sources_of
from streams.catalogue.stored import Stored, altered, stored
from streams.catalogue.writing import remove_entries, write_contents, write_entries


@dataclass(frozen=True, slots=True)
class Drift:
    """How many entries of one publication were not yet as they must be."""

    written: int = 0
    removed: int = 0

    def __add__(self, other: "Drift") -> "Drift":
        return Drift(self.written + other.written, self.removed + other.removed)

    def __bool__(self) -> bool:
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a tier lacks: entries to write, those whose contents are to be written, and leftovers.

    Contents that stay alike are not touched.
    """

    entries: Sequence[Row]
    contents: Sequence[Row]
    gone: Sequence[str]


@transaction.atomic(savepoint=False)
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
    afterwards, so that two publications of one record cannot overtake each other: what was read
    by the statement that waited for the lock could be older than what it waited for.
    """
    ids = sorted(set(record_ids))
    lock(ids)
    sources, known = sources_of(ids), stored(ids)
    if not dry_run:
        forget_past(set(ids) - {source.record.id for source in sources})
    past, drift = Past(sources, lines or {}), Drift()
    for model in ENTRIES:
        rows = rows_of(model, sources)
        found = compare(model, rows, known[Tier(model.tier)], verify=verify)
        if not dry_run:
            write(model, found)
            past.keep(model.tier, found.entries, found.gone)
        drift += Drift(len(found.entries), len(found.gone))
    past.write()
    return drift


def lock(ids: Sequence[str]) -> None:
    statement = f"SELECT id FROM register_record WHERE id = {THESE} ORDER BY id"  # noqa: S608
    execute(f"{statement} FOR NO KEY UPDATE", [list(ids)])


def rows_of(model: type[Entry], sources: Sequence[Source]) -> list[Row]:
    names = current_names()
    return [
        entry_for(source, model.tier, names)
        for source in sources
        if source.is_listed_at(model.tier)
    ]


def compare(
    model: type[Entry], rows: Sequence[Row], known: Mapping[str, Stored], *, verify: bool
) -> Difference:
    """Found by hash and contents, and with verify column by column."""
    others = altered(model, rows) if verify and known else set()
    changed, filled = [], []
    for row in rows:
        old = known.get(row.id)
        is_filled = old is not None and old.contains(row)
        if not is_filled:
            filled.append(row)
        if old is None or not is_filled or old.content_hash != row.content_hash or row.id in others:
            changed.append(row)
    return Difference(changed, filled, sorted(known.keys() - {row.id for row in rows}))


def write(model: type[Entry], found: Difference) -> None:
    """What a volume changes leaves the contents where they are."""
    write_entries(model, found.entries)
    write_contents(model, found.contents)
    remove_entries(model, found.gone)
