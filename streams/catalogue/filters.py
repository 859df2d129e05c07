"""Turns a search into conditions on one tier's table.

Keeps what may satisfy the search, and says what surely does.
"""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import ACos, Cos, Greatest, Least, Radians, Sin

from accounts.tiers import Tier
from companies.geography import counties_within
from streams.catalogue.contents import Content
from streams.catalogue.criteria import Criteria, Near
from streams.catalogue.models import CONTENTS, Entry, own_names
from streams.catalogue.words import all_of, any_form, as_meant, has_operators, words_meant

LANGUAGE = "norwegian"
IN_TITLE, RESEMBLING = 0.5, 0.1
"""What is added to PostgreSQL's rank, in which one word weighs about 0.2, and 0.6 as a word of the
title: for a part of a title's word, and for a name that is nearly the word."""
EARTH_RADIUS_KM = 6_371.0088
KM_PER_DEGREE = 111.2
_SETS = {"kind": "kind", "county": "county", "municipality": "municipality", "form": "form",
         "industry": "industry"}  # fmt: skip


def filtered(arm: QuerySet[Entry], criteria: Criteria) -> QuerySet[Entry]:
    """The part of one arm that may satisfy the search."""
    for condition in conditions(arm.model, criteria):
        arm = arm.filter(condition)
    return arm


def conditions(model: type[Entry], criteria: Criteria) -> list[Q | Exists]:
    found: list[Q | Exists] = [
        Q(**{f"{column}__in": sorted(getattr(criteria, name))})
        for name, column in _SETS.items()
        if getattr(criteria, name)
    ]
    if criteria.q:
        found.append(text_condition(criteria.q))
    if criteria.material:
        chosen = sorted(criteria.material)
        found.append(Q(material__in=chosen) | Q(material_group__in=chosen))
    if criteria.crm:
        found.append(Q(crm__overlap=sorted(criteria.crm)))
    if criteria.hazardous is not None:
        found.append(Q(hazardous=criteria.hazardous))
    if criteria.waste_code:
        found.append(Q(waste_code__startswith=criteria.waste_code))
    return found + measured_conditions(model, criteria)


def measured_conditions(model: type[Entry], criteria: Criteria) -> list[Q | Exists]:
    found: list[Q | Exists] = []
    found += [contains(model, content) for content in criteria.contents]
    if criteria.volume_min is not None:
        found.append(Q(volume_high__gte=criteria.volume_min))
    if criteria.volume_max is not None:
        found.append(Q(volume_low__lte=criteria.volume_max))
    if criteria.temperature_min is not None:
        found.append(Q(temperature_high__gte=criteria.temperature_min))
    if criteria.near:
        found.append(near_condition(criteria.near))
    return found


def text_condition(text: str) -> Q:
    """Norwegian stems and parts of words; of a word that no list knows, names that resemble it.

    Each half is answered by an index of its own.
    """
    if has_operators(text):
        return Q(search=SearchQuery(text, config=LANGUAGE, search_type="websearch"))
    words = words_meant(text)
    known = [word for word in words if not word.is_guess]
    found = Q(search=raw_query(all_of(known))) if known or not words else Q()
    for word in words:
        if word.is_guess:
            found &= Q(search=raw_query(any_form(word))) | resembles(word.text)
    return found


def raw_query(text: str) -> SearchQuery:
    return SearchQuery(text, config=LANGUAGE, search_type="raw")


def resembles(text: str) -> Q:
    """A word of the entry's own names is nearly this one."""
    return Q(TrigramWordSimilar(own_names(), Value(text)))


def text_rank(text: str) -> Any:
    """Words as written first, above all in titles; then what may be meant, in titles first."""
    if has_operators(text):
        return SearchRank(F("search"), SearchQuery(text, config=LANGUAGE, search_type="websearch"))
    words = words_meant(text)
    found: Any = SearchRank(F("search"), raw_query(as_meant(words)))
    for word in words:
        titled = reduce(or_, (Q(title__icontains=text) for text in (word.text, *word.near)))
        found += Case(When(titled, then=IN_TITLE), default=0.0, output_field=FloatField())
        if word.is_guess:
            found += TrigramWordSimilarity(word.text, own_names()) * RESEMBLING
    return found


def contains(model: type[Entry], content: Content) -> Exists:
    """The entry's shown content of a substance may lie within the asked limits."""
    rows = CONTENTS[Tier(model.tier)]._default_manager.filter(  # type: ignore[misc]
        entry=OuterRef("pk"), substance=content.substance
    )
    if content.low is not None:
        rows = rows.filter(high__gte=content.low)
    if content.high is not None:
        rows = rows.filter(low__lte=content.high)
    return Exists(rows)


def near_condition(near: Near) -> Q:
    """Points inside the circle, and county-level entries of counties that the circle touches."""
    degrees = near.radius_km / KM_PER_DEGREE
    box = Q(latitude__range=(near.latitude - degrees, near.latitude + degrees))
    inside = box & Q(km__lte=near.radius_km)
    touched = counties_within(near.latitude, near.longitude, near.radius_km)
    return inside | Q(latitude=None, county__in=sorted(touched))


def kilometres(near: Near) -> "ExpressionWrapper[Any]":
    """Great-circle distance to the entry's own point; NULL where it shows none."""
    here, lon = Radians(Value(near.latitude)), Radians(Value(near.longitude))
    there = Radians(F("latitude"))
    cosine = Cos(here) * Cos(there) * Cos(Radians(F("longitude")) - lon) + Sin(here) * Sin(there)
    safe = Greatest(Value(-1.0), Least(Value(1.0), cosine))
    return ExpressionWrapper(ACos(safe) * EARTH_RADIUS_KM, output_field=FloatField())


def is_certain(row: Mapping[str, Any], criteria: Criteria) -> bool:
    """Whether an entry surely satisfies the interval filters, by what it shows."""
    checks = (
        above(row["volume_low"], criteria.volume_min),
        below(row["volume_high"], criteria.volume_max),
        above(row["temperature_low"], criteria.temperature_min),
        criteria.near is None or row["latitude"] is not None,
    )
    return all(checks) and all(
        above(row[f"content_{place}_low"], content.low)
        and below(row[f"content_{place}_high"], content.high)
        for place, content in enumerate(criteria.contents)
    )


def above(low: float | None, minimum: float | None) -> bool:
    return minimum is None or (low is not None and low >= minimum)


def below(high: float | None, maximum: float | None) -> bool:
    return maximum is None or (high is not None and high <= maximum)
