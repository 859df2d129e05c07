"""What one tier may see of a record: its facts, already coarsened where the owner chose so.

The only code that turns register values into shown ones.
"""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.critical import critical_facts
from streams.catalogue.numbers import Fact, constituents, number
from streams.catalogue.source import Source, Year, policy_of
from streams.disclosure import Field, Policy
from streams.measures import MEASURES, YEARLY, fields_of
from streams.quantities.months import shares_of
from streams.quantities.outlines import polygon_of
from streams.vocabulary import Kind

DECIDED = {kind: frozenset(fields_of(kind)) for kind in Kind}
"""Fields whose audience an owner chooses, by kind."""
Builder = Callable[[Source, str], Any]


def facts_for(source: Source, tier: Tier) -> dict[str, Any]:
    """Facts by field. A field that is hidden and one that is unknown are both absent."""
    facts: dict[str, Any] = {"listing": built(source, "listing", "")}
    record, company = source.record, source.company
    for name, precision in shown_fields(
        company.disclosure_defaults, record.policy, Kind(record.kind), tier
    ):
        fact = built(source, name, precision)
        if fact not in (None, "", [], {}):
            facts[name] = fact
    add_critical(facts, source, tier)
    add_documents(facts, source, tier)
    return facts


def built(source: Source, name: str, precision: str) -> Any:
    """The fact in this precision; made once and the same for all tiers that see it so."""
    key = name, precision
    if key not in source.built:
        source.built[key] = BUILDERS[name](source, precision)
    return source.built[key]


@lru_cache(maxsize=4096)
def shown_fields(defaults: str, policy: str, kind: Kind, tier: Tier) -> tuple[tuple[str, str], ...]:
    """Names and precisions of what a tier sees under these two layers of stored policy."""
    merged = policy_of(defaults, policy)
    precisions = ((field, precision_of(field, merged, kind, tier)) for field in FIELDS)
    return tuple((field.value, precision) for field, precision in precisions if precision)


def precision_of(field: Field, policy: Policy, kind: Kind, tier: Tier) -> str | None:
    """As the policy says; but what is hidden of the newest year no history may tell.

    A field that owners of the kind are never asked about shows nowhere, whatever is stored.
    """
    if field not in DECIDED[kind]:
        return None
    if field is Field.HISTORY and policy.precision(YEARLY[kind][0], tier) != "exact":
        return None
    return policy.precision(field, tier)


def listing(source: Source, precision: str) -> Fact:
    """What comes with knowing that the listing exists."""
    record = source.record
    shown = {
        "material": record.material_id,
        "form": record.form,
        "setting": record.setting,
        "confirmed": record.confirmed_year,
        "synthetic": source.company.is_synthetic or None,
    }
    return {key: value for key, value in shown.items() if value not in (None, "")}


def add_critical(facts: dict[str, Any], source: Source, tier: Tier) -> None:
    if critical := critical_facts(source, tier, facts):
        facts["crm"] = critical


def add_documents(facts: dict[str, Any], source: Source, tier: Tier) -> None:
    visible = [row for row in source.documents if tier >= row.audience]
    if visible:
        facts["documents"] = [
            {
                "id": row.id,
                "title": row.title,
                "size": row.size,
                "content_type": row.content_type,
            }
            for row in visible
        ]


def owner(source: Source, precision: str) -> Fact | None:
    """The company, or only the division of its industry."""
    company = source.company
    if precision == "exact":
        return {
            "precision": "exact",
            "id": company.public_id,
            "name": company.name,
            "organisation_number": company.organisation_number or None,
            "country": company.country,
            "industry": company.industry,
            "division": company.division,
        }
    return {"precision": "industry", "division": company.division} if company.industry else None


def place(source: Source, precision: str) -> Fact:
    """The site with its point, or only county and country."""
    site = source.site
    coarse = {"precision": "county", "country": site.country, "county": site.county_id}
    if precision != "exact":
        return coarse
    return {
        **coarse,
        "precision": "exact",
        "municipality": site.municipality_id,
        "latitude": site.latitude,
        "longitude": site.longitude,
        "site": site.name,
        "address": site.address,
        "postal_code": site.postal_code,
        "place": site.place,
        "park": site.park or source.company.park,
        **(
            {"outline": polygon_of(json.loads(outline))}
            if (outline := source.record.outline)
            else {}
        ),
    }


def outline_of(source: Source) -> Fact:
    ring = json.loads(source.record.outline or "null")
    return {"outline": polygon_of(ring)} if ring else {}


def yearly(field: Field) -> Builder:
    """The newest year's figure, for kinds whose yearly figure is this field."""

    def build(source: Source, precision: str) -> Fact | None:
        kind_field, scale = YEARLY[Kind(source.record.kind)]
        if kind_field != field or not source.years:
            return None
        figure = source.years[-1]
        fact = number(figure.interval, scale, precision)
        if precision == "exact":
            fact |= {"year": figure.year, "method": figure.method}
        return fact

    return build


def history(source: Source, precision: str) -> list[Fact] | None:
    """Every year's figure; a single year is no history."""
    scale = YEARLY[Kind(source.record.kind)][1]
    years = source.years
    return [year_fact(row, scale.unit) for row in years] if len(years) > 1 else None


def year_fact(row: Year, unit: str) -> Fact:
    shown = {**row.interval.as_json(), "unit": unit, "precision": "exact"}
    return {"year": row.year, **shown, "method": row.method, "determined_on": row.determined_on}


def composition(traces: bool) -> Builder:
    """Main constituents, or traces and contaminants."""

    def build(source: Source, precision: str) -> Fact | None:
        parts, analysis = source.share_of(traces), source.analysis
        if not parts or analysis is None:
            return None
        fact: Fact = {
            "precision": "exact" if precision == "exact" else "band",
            "basis": analysis.basis,
            "parts": constituents(parts, precision),
        }
        if analysis.is_typical:
            fact |= {"typical": True, "source": analysis.source}
        elif analysis.is_copied:
            fact["copied"] = True
        elif precision == "exact":
            fact |= {"method": analysis.method, "date": analysis.analysed_on}
        return fact

    return build


def measured(field: Field) -> Builder:
    """All measured quantities that follow this field, by their keys."""

    def build(source: Source, precision: str) -> Fact:
        return {
            row.key: number(row.interval, MEASURES[row.key].scale, precision)
            for row in source.quantities
            if MEASURES[row.key].field == field
        }

    return build


def classification(source: Source, precision: str) -> Fact | None:
    """Waste status and code, or only whether it is hazardous."""
    record = source.record
    shown: Fact = {"hazardous": record.hazardous}
    if precision == "exact":
        shown |= {"waste_status": record.waste_status, "waste_code": record.waste_code_id}
    known = {key: value for key, value in shown.items() if value not in (None, "")}
    return {"precision": precision, **known} if known else None


def contact(source: Source, precision: str) -> Fact:
    record = source.record
    known = {
        "name": record.contact_name,
        "email": record.contact_email,
        "phone": record.contact_phone,
    }
    return {key: value for key, value in known.items() if value}


def profile(source: Source, precision: str) -> Fact | None:
    """How the year goes in the owner's own word, and exactly also each month's share of it.

    Never in GWh, which would tell the year's energy to those who may not see it.
    """
    record = source.record
    shares = shares_of(record.monthly) if precision == "exact" else []
    if not (record.profile or shares):
        return None
    fact: Fact = {"precision": "exact" if precision == "exact" else "pattern"}
    if record.profile:
        fact["pattern"] = record.profile
    return fact | ({"months": shares, "unit": "%"} if shares else {})


def accessibility(source: Source, precision: str) -> Fact:
    record = source.record
    known = {
        "text": record.accessibility,
        "opened": record.opened_year,
        "closed": record.closed_year,
    }
    return {key: value for key, value in known.items() if value}


def description(source: Source, precision: str) -> Fact:
    record = source.record
    known = {"text": record.description, "source": record.source}
    return {key: value for key, value in known.items() if value}


def plain(name: str) -> Builder:
    """A text or a list, shown as it stands."""
    return lambda source, precision: getattr(source.record, name)


FIELDS: Mapping[Field, Builder] = {
    Field.OWNER: owner,
    Field.PLACE: place,
    Field.VOLUME: yearly(Field.VOLUME),
    Field.ENERGY: yearly(Field.ENERGY),
    Field.AMOUNT: yearly(Field.AMOUNT),
    Field.HISTORY: history,
    Field.COMPOSITION: composition(traces=False),
    Field.TRACES: composition(traces=True),
    Field.PROPERTIES: measured(Field.PROPERTIES),
    Field.COST: measured(Field.COST),
    Field.TEMPERATURE: measured(Field.TEMPERATURE),
    Field.CAPACITY: measured(Field.CAPACITY),
    Field.CONCENTRATION: measured(Field.CONCENTRATION),
    Field.STOCK: measured(Field.STOCK),
    Field.CLASSIFICATION: classification,
    Field.HANDLING: plain("handling"),
    Field.PROCESS: plain("process"),
    Field.DESCRIPTION: description,
    Field.CONTACT: contact,
    Field.AVAILABILITY: plain("availability"),
    Field.PROFILE: profile,
    Field.ACCESSIBILITY: accessibility,
}
BUILDERS: Mapping[str, Builder] = {
    "listing": listing,
    **{field.value: build for field, build in FIELDS.items()},
}
