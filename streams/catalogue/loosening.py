"""What a search without hits would find as other ones, with a condition taken away."""

from collections.abc import Iterable, Mapping

from django.db.models import CharField, Value

from accounts.viewers import Viewer
from streams.catalogue.criteria import Criteria
from streams.catalogue.entitlement import arms, entitlement_of
from streams.catalogue.facets import counted, matching


def hits_of(viewer: Viewer, searches: Mapping[str, Criteria]) -> dict[str, int]:
    """Number of hits of each named search, those that find nothing left out.

    One statement however many searches; counts only what the viewer may see.
    """
    if not searches:
        return {}
    entitlement = entitlement_of(viewer)
    parts = [
        counted(matching(arm, criteria), "loosened", Value(name, CharField()))
        for arm in arms(entitlement)
        for name, criteria in searches.items()
    ]
    first, *others = parts
    rows: Iterable[Mapping[str, int]] = first.union(*others, all=True) if others else first
    found = dict.fromkeys(searches, 0)
    for row in rows:
        found[str(row["of"])] += row["n"]
    return {name: count for name, count in found.items() if count}
