"""Counts by facet, arm by arm on entries only, summed; one query for all of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import CharField, Count, QuerySet, Value

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
    """A single statement over all arms and facets, which reads each arm once for all those facets
    of which nothing is chosen, and once for each of the others.
    """
    parts = [part for arm in arms(entitlement) for part in arm_counts(arm, criteria, names)]
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("total", *names)}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(part.statement for part in parts),
            [value for part in parts for value in part.parameters],
        )
        for facet, text, number in cursor.fetchall():
            for value in (text or "").split(",") if facet == "crm" else [text or ""]:
                counts[facet][value] += number
    total = counts.pop("total")[""]
    return Facets(total, {name: without_blank(counts[name]) for name in names})


def without_blank(counts: Mapping[str, int]) -> dict[str, int]:
    return {value: counts[value] for value in sorted(filter(None, counts))}


@dataclass(frozen=True, slots=True)
class Part:
    """One reading of one arm: rows of facet, value and number."""

    statement: str
    parameters: Sequence[Any]


def arm_counts(arm: QuerySet[Entry], criteria: Criteria, names: Sequence[str]) -> list[Part]:
    """The total of one arm, and each facet under all conditions but its own."""
    chosen = [name for name in names if criteria.without(name) != criteria]
    others = [name for name in names if name not in chosen]
    parts = [counted_together(matching(arm, criteria), others, total=True)]
    for name in chosen:
        parts.append(counted_together(matching(arm, criteria.without(name)), [name], total=False))
    return parts


def counted_together(found: QuerySet[Entry], names: Sequence[str], *, total: bool) -> Part:
    """Counts by each of some facets in one reading; of CRM by whole lists of codes.

    The ORM knows no GROUPING SETS. Names and columns are ours, whatever was searched for stands
    among the parameters.
    """
    columns = {name: f"found.{COLUMNS[name]}" for name in names}
    facet = case({column: f"'{name}'" for name, column in columns.items()}, "'total'")
    value = case({column: as_text(name, column) for name, column in columns.items()}, "''")
    sets = ", ".join([*(f"({column})" for column in columns.values()), *(["()"] if total else [])])
    rows = found.values("id", *(COLUMNS[name] for name in names))
    inner, parameters = rows.query.sql_with_params()
    return Part(
        f"SELECT {facet}, {value}, count(*)"  # noqa: S608
        f" FROM ({inner}) AS found GROUP BY GROUPING SETS ({sets})",
        parameters,
    )


def case(texts: Mapping[str, str], otherwise: str) -> str:
    """The text that belongs to the column by which a row was grouped."""
    whens = [f"WHEN GROUPING({column}) = 0 THEN {text}" for column, text in texts.items()]
    return f"CASE {' '.join(whens)} ELSE {otherwise} END" if whens else otherwise


def as_text(name: str, column: str) -> str:
    return f"array_to_string({column}, ',')" if name == "crm" else f"{column}::text"


def matching(arm: QuerySet[Entry], criteria: Criteria) -> QuerySet[Entry]:
    if criteria.near:
        arm = arm.annotate(km=kilometres(criteria.near))
    return filtered(arm, criteria).order_by()


def counted(arm: QuerySet[Entry], name: str, value: Any) -> QuerySet[Entry, Any]:
    labelled = arm.annotate(facet=Value(name, CharField()), of=value).values("facet", "of")
    return labelled.annotate(n=Count("*")).values("facet", "of", "n")
