"""From facts to the rows of a tier's tables: the columns repeat what the facts show, no more."""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.critical import shown_parts, values_of
from streams.catalogue.facts import facts_for
from streams.catalogue.names import Names
from streams.catalogue.source import Source
from streams.chemistry.stoichiometry import element_contents
from streams.disclosure import Field
from streams.measures import YEARLY
from streams.vocabulary import Kind

Contents = list[tuple[str, float, float]]


def entry_for(source: Source, tier: Tier, names: Names) -> tuple[dict[str, Any], Contents]:
    """The columns of the entry, with their hash, and what it shows to be contained, in wt%."""
    facts = facts_for(source, tier)
    columns = {
        "id": source.record.pk,
        "kind": source.record.kind,
        "title": source.record.title,
        "material": source.record.material_id,
        "material_group": source.record.material.parent_id or source.record.material_id,
        "form": source.record.form,
        "company_id": source.company.pk if names_owner(facts, tier) else None,
        "crm": [fact["code"] for fact in facts.get("crm", [])],
        "facts": facts,
        **columns_of(facts, Kind(source.record.kind)),
    }
    columns["search_text"] = names.search_text(source.record.title, facts)
    contents = contents_of(facts)
    return {**columns, "content_hash": digest(columns, contents)}, contents


def names_owner(facts: Mapping[str, Any], tier: Tier) -> bool:
    return tier is Tier.OWNER or facts.get("owner", {}).get("precision") == "exact"


def columns_of(facts: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Copies of facts for filters and sort orders; absent facts become NULL or empty."""
    place, waste = facts.get("place", {}), facts.get("classification", {})
    low, high = ends(facts.get(YEARLY[kind][0].value))
    coldest, hottest = ends(temperature_of(facts))
    return {
        "country": place.get("country") or "",
        "county": place.get("county") or "",
        "municipality": place.get("municipality") or "",
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "industry": facts.get("owner", {}).get("division") or "",
        "volume_low": low,
        "volume_high": high,
        "temperature_low": coldest,
        "temperature_high": hottest,
        "hazardous": waste.get("hazardous"),
        "waste_code": waste.get("waste_code") or "",
    }


def temperature_of(facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    gas: Mapping[str, Any] | None = facts.get(Field.CONCENTRATION, {}).get("gas_temperature")
    heat: Mapping[str, Any] | None = facts.get(Field.TEMPERATURE, {}).get("temperature")
    return heat or gas


def ends(fact: Mapping[str, Any] | None) -> tuple[float | None, float | None]:
    """Low and high of a number as columns: an unbounded high end is infinity, not NULL."""
    if fact is None:
        return None, None
    low, high = fact["low"], fact["high"]
    return -math.inf if low is None else low, math.inf if high is None else high


def contents_of(facts: Mapping[str, Any]) -> Contents:
    """Substances as shown and the chemical elements that follow from them, in wt%."""
    shown = shown_parts(facts)
    if not shown:
        return []
    found = {row["substance"]: (row["low"], row["high"]) for row in shown}
    basis = facts.get("composition", facts.get("traces", {}))["basis"]
    for element, share in element_contents(values_of(shown, basis)).items():
        rounded = share.rounded_outwards(4)
        found[element] = (rounded.low, min(rounded.high, 100.0))
    return [(key, low, high) for key, (low, high) in sorted(found.items())]


def digest(columns: Mapping[str, Any], contents: Contents) -> str:
    """Names the content: equal content, equal hash, whenever it was written."""
    text = json.dumps([columns, contents], sort_keys=True, separators=(",", ":"))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
