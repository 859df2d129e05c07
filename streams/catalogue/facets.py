"""Counts by facet, arm by arm on entries only, summed; one query for all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, F, Func, QuerySet, Value
from django.db.models.functions import Cast

from streams.catalogue.criteria import Criteria
from streams.catalogue.entitlement import Entitlement, arms
from streams.catalogue.filters import filtered, kilometres
from streams.catalogue.models import Entry

COLUMNS: Mapping[str, str] = {
    "kind": "kind",
    "material": "material_group",
    "crm": "crm",
    "county": "county",
    "municipality": "municipality",
    "industry": "industry",
    "form": "form",
    "hazardous": "hazardous",
    "waste_code": "waste_code",
}


@dataclass(frozen=True, slots=True)
class Facets:
    """Number of hits in all, and for each facet by value, as if that facet were not chosen."""

    total: int
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def facet_counts(entitlement: Entitlement, criteria: Criteria, names: Sequence[str]) -> Facets:
    """A single statement over all arms and facets."""
    parts = [part for arm in arms(entitlement) for part in arm_counts(arm, criteria, names)]
    first, *others = parts
    rows = first.union(*others, all=True) if others else first
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("total", *names)}
    for row in rows:
        counts[row["facet"]][row["of"]] += row["n"]
    total = counts.pop("total")[""]
    return Facets(total, {name: without_blank(counts[name]) for name in names})


def without_blank(counts: Mapping[str, int]) -> dict[str, int]:
    return {value: counts[value] for value in sorted(filter(None, counts))}


def arm_counts(
    arm: QuerySet[Entry], criteria: Criteria, names: Sequence[str]
) -> list[QuerySet[Entry, Any]]:
    """The total of one arm, and each facet under all conditions but its own."""
    total = counted(matching(arm, criteria), "total", Value("", CharField()))
    facets = [
        counted(matching(arm, criteria.without(name)), name, facet_value(name)) for name in names
    ]
    return [total, *facets]


def matching(arm: QuerySet[Entry], criteria: Criteria) -> QuerySet[Entry]:
    if criteria.near:
        arm = arm.annotate(km=kilometres(criteria.near))
    return filtered(arm, criteria).order_by()


def facet_value(name: str) -> Any:
    if name == "crm":
        return Func(F("crm"), function="unnest", output_field=CharField(), set_returning=True)
    return Cast(F(COLUMNS[name]), CharField())


def counted(arm: QuerySet[Entry], name: str, value: Any) -> QuerySet[Entry, Any]:
    labelled = arm.annotate(facet=Value(name, CharField()), of=value).values("facet", "of")
    return labelled.annotate(n=Count("*")).values("facet", "of", "n")
