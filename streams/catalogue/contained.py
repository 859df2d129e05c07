"""How much of a material a listing holds, as far as its own entry tells: tonnes a year.

In Python for what is shown, in SQL for the order; both ask the entry's own facts and contents.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import (
    DecimalField,
    F,
    FloatField,
    Func,
    OuterRef,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from accounts.tiers import Tier
from streams.catalogue.criteria import Criteria
from streams.catalogue.models import CONTENTS, Entry
from streams.chemistry.composition import DRY, WET, ConstituentValue, stated_moisture, to_wet
from streams.chemistry.crm import contained_tonnes
from streams.quantities.intervals import Interval

Fact = dict[str, Any]
ANY_MOISTURE = Interval(0.0, 100.0)
"""wt% as delivered, where an entry shows none: all of it may be water, and none."""
MOST_DRY_MATTER = """
CASE WHEN coalesce(%(expressions)s #>> '{composition,basis}',
                   %(expressions)s #>> '{traces,basis}') = 'dry'
THEN 1 - coalesce(nullif(least(coalesce(
    (%(expressions)s #>> '{properties,moisture,low}')::float8,
    (jsonb_path_query_first(%(expressions)s,
        '$.*.parts[*] ? (@.substance == "moisture").low') #>> '{}')::float8,
    100 - (jsonb_path_query_first(%(expressions)s,
        '$.*.parts[*] ? (@.substance == "dry_matter").high') #>> '{}')::float8
), 100), 100), 0) / 100
ELSE 1 END
"""
"""The largest part of the amount that the shares can be shares of: all but the least moisture
that the entry shows, where they are shares of dry matter. As analysed_amount has it."""
HIGHEST_CRITICAL_SHARE = "'$.crm[*] ? (@.code == $code).high'"


def values_of(facts: Sequence[Fact], basis: str) -> tuple[ConstituentValue, ...]:
    """An entry's own constituents as chemistry takes them; its bands are intervals like others."""
    return tuple(
        ConstituentValue(fact["substance"], Interval(fact["low"], fact["high"]), "wt%", basis)
        for fact in facts
    )


def analysed_amount(amount: Fact | None, facts: Mapping[str, Any]) -> Interval | None:
    """t/yr of what the shares are shares of, as far as the entry's own facts tell.

    Amounts are as delivered. Of an analysis of dry matter the moisture is taken away that the
    entry shows, among its properties or its constituents. Where it shows none, nothing is
    certain but that there is no more dry matter than is delivered; where it does not show
    whether shares are of dry matter, both are possible.
    """
    if amount is None:
        return None
    whole, basis = Interval.from_json(amount), shown_basis(facts)
    if basis == WET:
        return whole
    dry = to_wet(whole, shown_moisture(facts) or ANY_MOISTURE)
    return dry if basis == DRY else dry.hull(whole)


def shown_basis(facts: Mapping[str, Any]) -> str | None:
    """Whether the entry's shares are of dry matter or as delivered, where it shows any."""
    bases = [facts[key]["basis"] for key in ("composition", "traces") if key in facts]
    return bases[0] if bases else None


def shown_moisture(facts: Mapping[str, Any]) -> Interval | None:
    """wt% as delivered; None, too, for one that leaves no dry matter to take shares of."""
    if fact := facts.get("properties", {}).get("moisture"):
        found: Interval | None = Interval.from_json(fact)
    else:
        found = stated_moisture(values_of(shown_parts(facts), WET))
    return found if found is not None and 0 <= found.low < 100 else None


def shown_parts(facts: Mapping[str, Any]) -> list[Fact]:
    """The constituents that an entry shows."""
    return [row for key in ("composition", "traces") for row in facts.get(key, {}).get("parts", [])]


def tonnes(amount: Interval, share: Interval) -> Fact:
    """Follows from the entry's own facts, hence neither the owner's value nor a fixed band."""
    shown = contained_tonnes(amount, share).as_json()
    return {**shown, "unit": "t/yr", "precision": "calculated"}


def contained_in(
    facts: Mapping[str, Any], criteria: Criteria, share: Interval | None
) -> Fact | None:
    """Tonnes a year of the material that is searched for, rounded outwards; None where the entry
    does not tell. `share` is that of the substance, as the entry's contents have it.
    """
    if criteria.weighed_critical:
        rows = facts.get("crm", [])
        return next((one.get("tonnes") for one in rows if one["code"] in criteria.crm), None)
    amount = analysed_amount(facts.get("volume") or facts.get("amount"), facts)
    return tonnes(amount, share) if amount is not None and share is not None else None


def most_tonnes(model: type[Entry], criteria: Criteria) -> Func:
    """The upper end of the same in SQL, not rounded; NULL where the entry does not tell.

    Exact numbers of PostgreSQL, which neither overflow nor underflow. None of something unbounded
    is no number: NULL.
    """
    return Func(
        F("volume_high"),
        Func(F("facts"), template=MOST_DRY_MATTER, output_field=FloatField()),
        highest_share(model, criteria),
        Value(0.01),
        template="nullif((%(expressions)s)::numeric, 'NaN')",
        arg_joiner="::numeric * ",
        output_field=DecimalField(),
    )


def highest_share(model: type[Entry], criteria: Criteria) -> Func | Subquery:
    """wt% of the material that is searched for, upper end, as the entry shows it."""
    if code := criteria.weighed_critical:
        named = Func(Value("code"), Cast(Value(code), TextField()), function="jsonb_build_object")
        return Func(
            F("facts"),
            named,
            template="(jsonb_path_query_first(%(expressions)s) #>> '{}')::float8",
            arg_joiner=f", {HIGHEST_CRITICAL_SHARE}, ",
            output_field=FloatField(),
        )
    return content_end(model, criteria.weighed_substance, "high")


def content_end(model: type[Entry], substance: str, end: str) -> Subquery:
    """One end of what an entry of this tier shows of a substance."""
    rows = CONTENTS[Tier(model.tier)]._default_manager.filter(  # type: ignore[misc]
        entry=OuterRef("pk"), substance=substance
    )
    return Subquery(rows.values(end)[:1])
