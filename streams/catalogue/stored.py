"""What the catalogue holds already, to be compared with what it must hold.

Called by publish. An entry's hash alone cannot tell whether somebody changed it behind our back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.entries import Row
from streams.catalogue.models import CONTENTS, ENTRIES, Entry
from streams.catalogue.prepared import THESE, execute

UNCOMPARED = {"updated_at", "search"}
"""When it was written, and what PostgreSQL makes of other columns."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The hash of an entry, and its contents as [substance, low, high]."""

    content_hash: str
    contents: Sequence[Sequence[Any]]

    def contains(self, row: Row) -> bool:
        """Exactly what the row says, whatever the order."""
        return sorted(map(tuple, self.contents)) == list(row.contents)


def _statement() -> str:
    these = THESE.replace("%s", "%(ids)s")
    of_a_tier = (
        f"SELECT {model.tier:d}, e.id, e.content_hash,"  # noqa: S608 - names of our own tables
        " (SELECT json_agg(json_build_array(c.substance, c.low, c.high))"
        f" FROM {CONTENTS[Tier(model.tier)]._meta.db_table} AS c WHERE c.entry_id = e.id)"
        f" FROM {model._meta.db_table} AS e WHERE e.id = {these}"
        for model in ENTRIES
    )
    return " UNION ALL ".join(of_a_tier)


_STATEMENT = _statement()


def stored(ids: Sequence[str]) -> dict[Tier, dict[str, Stored]]:
    """The entries of these records at every tier, by one statement."""
    found: dict[Tier, dict[str, Stored]] = {tier: {} for tier in Tier}
    for tier, pk, content_hash, contents in execute(_STATEMENT, {"ids": list(ids)}):
        found[Tier(tier)][pk] = Stored(content_hash, contents or ())
    return found


def altered(model: type[Entry], rows: Sequence[Row]) -> set[str]:
    """Ids of those rows that the database holds otherwise in some column."""
    names = [f.name for f in model._meta.concrete_fields if f.name not in UNCOMPARED]
    entries = model._default_manager.filter(pk__in=[row.id for row in rows])
    columns = {entry["id"]: entry for entry in entries.values(*names)}
    wanted = ({**row.columns, "content_hash": row.content_hash} for row in rows)
    return {row["id"] for row in wanted if columns.get(row["id"]) != row}
