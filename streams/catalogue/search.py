"""Search over what the viewer may see: arms filtered, ordered and limited each, then merged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    F,
    FloatField,
    IntegerField,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Upper

from accounts.tiers import Tier
from accounts.viewers import Viewer
from companies.geography import county_distances
from streams.catalogue.contained import (
    contained_in,
    content_end,
    highest_share,
    most_tonnes,
)
from streams.catalogue.criteria import Criteria
from streams.catalogue.entitlement import Entitlement, arms, entitlement_of
from streams.catalogue.facets import Facets, facet_counts
from streams.catalogue.filters import filtered, is_certain, kilometres, text_rank
from streams.catalogue.models import Entry
from streams.catalogue.place_shown import ShownPlace
from streams.catalogue.reading import note_access
from streams.quantities.intervals import Interval

COLUMNS = (
    "id", "kind", "title", "facts", "updated_at", "content_hash", "volume_low", "volume_high",
    "temperature_low", "temperature_high", "latitude", "longitude", "county",
)  # fmt: skip
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A listing as this viewer sees it."""

    id: str
    kind: str
    title: str
    tier: Tier
    facts: Mapping[str, Any]
    updated_at: Any
    etag: str
    certain: bool = True
    km: float | None = None
    contained: Mapping[str, Any] | None = None
    """Tonnes a year of the material that was searched for."""
    shares: Mapping[str, Interval] = field(default_factory=dict)
    """wt% of each substance that was searched for."""


@dataclass(frozen=True, slots=True)
class Page:
    """Hits of one page, how many there are in all, and counts by facet.

    `ends` tells, by listing id, until when a grant opens it to the viewer.
    """

    hits: Sequence[Hit]
    total: int
    facets: Facets
    ends: Mapping[str, datetime] = field(default_factory=dict)


def search(viewer: Viewer, criteria: Criteria, *, facets: Sequence[str] = ()) -> Page:
    """One page. A constant number of queries, whatever is found."""
    entitlement = entitlement_of(viewer)
    rows = merged(entitlement, criteria)[criteria.offset : criteria.offset + criteria.page_size]
    hits = [hit_from(row, criteria) for row in rows]
    counts = facet_counts(entitlement, criteria, facets)
    ends = note_access(viewer, [*hits, *named(criteria)])
    return Page(hits, counts.total, counts, ends)


def everything(viewer: Viewer, criteria: Criteria, limit: int) -> Iterator[Hit]:
    """Up to `limit` hits for maps and files, in the order asked for."""
    rows = merged(entitlement_of(viewer), criteria, limit)[:limit]
    hits = [hit_from(row, criteria) for row in rows]
    note_access(viewer, [*hits, *named(criteria)])
    return iter(hits)


def named(criteria: Criteria) -> list[ShownPlace]:
    """The listing whose place the search uses, if any: whoever asks has seen where it is."""
    return [criteria.near.listing] if criteria.near and criteria.near.listing else []


def opened(viewer: Viewer, entry_id: str) -> Hit | None:
    """One listing, or None alike for what is hidden and what never was."""
    found = opened_together(viewer, [entry_id])
    return found[0] if found else None


def opened_together(viewer: Viewer, entry_ids: Sequence[str]) -> list[Hit]:
    """These listings in this order, without those that are hidden and those that never were.

    As many queries for many as for one.
    """
    hits = found_together(viewer, entry_ids)
    note_access(viewer, hits)
    return hits


def found_together(viewer: Viewer, entry_ids: Sequence[str]) -> list[Hit]:
    """The same without lines: for those who show nothing of them, or leave the lines themselves."""
    asked = [one for one in entry_ids if "\0" not in one]  # which the database refuses to compare
    found = [arm.filter(pk__in=asked) for arm in arms(entitlement_of(viewer))]
    rows = joined([selected_columns(arm, Criteria()) for arm in found])
    hits = {row["id"]: hit_from(row, Criteria()) for row in rows}
    return [hits[one] for one in dict.fromkeys(asked) if one in hits]


def merged(
    entitlement: Entitlement, criteria: Criteria, limit: int | None = None
) -> QuerySet[Entry, Row]:
    """Every arm down to the last row that the page could need, joined and ordered once more."""
    needed = limit or criteria.offset + criteria.page_size
    found = [filtered(annotated(arm, criteria), criteria) for arm in arms(entitlement)]
    return stacked(found, criteria, needed)


def stacked(
    found: Sequence[QuerySet[Entry]], criteria: Criteria, needed: int
) -> QuerySet[Entry, Row]:
    """Arms in the order asked for, each down to the last row needed, joined and ordered again."""
    ordered = [selected_columns(arm, criteria).order_by(*ordering(criteria)) for arm in found]
    if len(ordered) == 1:
        return ordered[0]
    return joined([arm[:needed] for arm in ordered]).order_by(*ordering(criteria))


def joined(found: Sequence[QuerySet[Entry, Row]]) -> QuerySet[Entry, Row]:
    first, *others = found
    return first.union(*others, all=True) if others else first


def annotated(arm: QuerySet[Entry], criteria: Criteria) -> QuerySet[Entry]:
    """With what filters need: the distance in kilometres, only when asked for."""
    return arm.annotate(km=kilometres(criteria.near)) if criteria.near else arm


def selected_columns(arm: QuerySet[Entry], criteria: Criteria) -> QuerySet[Entry, Row]:
    """The same columns from every arm, in the same order."""
    extra: dict[str, Any] = {"tier": Value(int(arm.model.tier), IntegerField())}
    extra["rank"] = text_rank(criteria.q) if criteria.q else Value(0.0, FloatField())
    if criteria.ordering == "title":
        extra["sort_title"] = Upper("title")
    for place, content in enumerate(criteria.contents):
        for end in ("low", "high"):
            extra[f"content_{place}_{end}"] = content_end(arm.model, content.substance, end)
    if criteria.ordering == "tonnes":
        extra["sort_tonnes"] = most_tonnes(arm.model, criteria)
        extra["sort_share"] = highest_share(arm.model, criteria)
    names = list(extra)
    if criteria.near:
        extra["sort_km"] = Coalesce(F("km"), county_kilometres(criteria))
        names += ["km", "sort_km"]
    selected: QuerySet[Entry, Row] = arm.annotate(**extra).values(*COLUMNS, *names)
    return selected


def county_kilometres(criteria: Criteria) -> Case:
    """For entries that show their county only: how far the nearest part of it is."""
    if criteria.near is None:
        return Case(default=None, output_field=FloatField())
    near = county_distances(criteria.near.latitude, criteria.near.longitude)
    whens = [When(county=number, then=Value(km)) for number, km in sorted(near.items())]
    return Case(*whens, default=None, output_field=FloatField())


def ordering(criteria: Criteria) -> list[Any]:
    """By columns of the entry only, ties by id."""
    orders: dict[str, list[Any]] = {
        "relevance": [F("rank").desc(), F("updated_at").desc()],
        "volume": [F("volume_high").desc(nulls_last=True)],
        "tonnes": [
            F("sort_tonnes").desc(nulls_last=True),
            F("sort_share").desc(nulls_last=True),
        ],
        "distance": [F("sort_km").asc(nulls_last=True)],
        "title": [F("sort_title").asc()],
        "date": [F("updated_at").desc()],
    }
    return [*orders[criteria.ordering], F("id").asc()]


def hit_from(row: Row, criteria: Criteria) -> Hit:
    shares = shares_in(row, criteria)
    return Hit(
        id=row["id"],
        kind=row["kind"],
        title=row["title"],
        tier=Tier(row["tier"]),
        facts=row["facts"],
        updated_at=row["updated_at"],
        etag=row["content_hash"],
        certain=is_certain(row, criteria),
        km=row.get("km"),
        contained=contained_in(row["facts"], criteria, shares.get(criteria.weighed_substance)),
        shares=shares,
    )


def shares_in(row: Row, criteria: Criteria) -> dict[str, Interval]:
    """wt% of the substances that were searched for, as far as the entry shows them."""
    found = {}
    for place, content in enumerate(criteria.contents):
        low, high = (row[f"content_{place}_{end}"] for end in ("low", "high"))
        if low is not None and high is not None:
            found[content.substance] = Interval(low, high)
    return found
