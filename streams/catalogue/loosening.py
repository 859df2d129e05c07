"""What a search without hits would find with one of its conditions taken away."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import CharField, Value

from accounts.viewers import Viewer
from streams.catalogue.criteria import Criteria
from streams.catalogue.entitlement import arms, entitlement_of
from streams.catalogue.facets import counted, matching


def hits_without(
    viewer: Viewer, criteria: Criteria, groups: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Number of hits for each named group of fields left empty, those that find nothing left out.

    One statement however many groups; counts only what the viewer may see.
    """
    if not groups:
        return {}
    entitlement = entitlement_of(viewer)
    parts = [
        counted(matching(arm, criteria.without(*fields)), "loosened", Value(name, CharField()))
        for arm in arms(entitlement)
        for name, fields in groups.items()
    ]
    first, *others = parts
    rows: Iterable[Mapping[str, int]] = first.union(*others, all=True) if others else first
    found = dict.fromkeys(groups, 0)
    for row in rows:
        found[str(row["of"])] += row["n"]
    return {name: count for name, count in found.items() if count}
