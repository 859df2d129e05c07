"""Whether entries in the database are still what was written: their hash alone cannot tell.

Called by publish when the whole catalogue is checked.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.entries import Contents
from streams.catalogue.models import CONTENTS, Entry

UNCOMPARED = {"updated_at", "search"}
"""When it was written, and what PostgreSQL makes of other columns."""


def altered(model: type[Entry], rows: Sequence[tuple[Entry, Contents]]) -> set[str]:
    """Ids of those rows that the database holds otherwise, in a column or in what is contained."""
    ids = [entry.pk for entry, _ in rows]
    names = [f.name for f in model._meta.concrete_fields if f.name not in UNCOMPARED]
    columns = {row["id"]: row for row in model._default_manager.filter(pk__in=ids).values(*names)}
    contents = _stored_contents(model, ids)
    return {
        entry.pk
        for entry, wanted in rows
        if columns.get(entry.pk) != _as_stored(entry, names) or contents[entry.pk] != set(wanted)
    }


def _as_stored(entry: Entry, names: Iterable[str]) -> dict[str, Any]:
    """The columns as they would come back; JSON knows lists only, and no other numbers."""
    columns = {name: getattr(entry, name) for name in names}
    return {**columns, "facts": json.loads(json.dumps(columns["facts"]))}


def _stored_contents(
    model: type[Entry], ids: Sequence[str]
) -> dict[str, set[tuple[str, float, float]]]:
    found: dict[str, set[tuple[str, float, float]]] = {pk: set() for pk in ids}
    rows = CONTENTS[Tier(model.tier)]._default_manager.filter(entry_id__in=ids)  # type: ignore[misc]
    for pk, *content in rows.values_list("entry_id", "substance", "low", "high"):  # type: ignore[misc]
        found[pk].add((content[0], content[1], content[2]))
    return found
