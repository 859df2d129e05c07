"""From facts to the rows of a tier's tables: the columns repeat what the facts show, no more."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from accounts.tiers import Tier
from streams.catalogue.contained import shown_parts, values_of
from streams.catalogue.facts import facts_for
from streams.catalogue.names import Names
from streams.catalogue.source import Source
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.stoichiometry import element_contents
from streams.disclosure import Field
from streams.measures import YEARLY
from streams.vocabulary import Kind

Contents = tuple[tuple[str, float, float], ...]
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it must be: its columns, and what it shows to be contained, in wt%.

    Both also as JSON, which is what the hash names and what is written.
    """

    columns: Mapping[str, Any]
    contents: Contents
    columns_text: str
    contents_text: str
    content_hash: str

    @property
    def id(self) -> str:
        return str(self.columns["id"])


def entry_for(source: Source, tier: Tier, names: Names) -> Row:
    """What this tier's tables must hold of the record."""
    facts, record = facts_for(source, tier), source.record
    columns = {
        "id": record.id,
        "kind": record.kind,
        "title": record.title,
        "material": record.material_id,
        "material_group": record.material_parent or record.material_id,
        "form": record.form,
        "company_id": source.company.id if names_owner(facts, tier) else None,
        "crm": [fact["code"] for fact in facts.get("crm", [])],
        "facts": facts,
        **columns_of(facts, Kind(record.kind)),
    }
    columns["search_text"] = names.search_text(record.title, facts)
    contents = contents_of(facts)
    texts = _ENCODER.encode(columns), _ENCODER.encode(contents)
    return Row(columns, contents, *texts, digest(*texts))


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
        return ()
    basis = facts.get("composition", facts.get("traces", {}))["basis"]
    found = {row["substance"]: (row["low"], row["high"]) for row in shown}
    found |= elements_of(values_of(shown, basis))
    return tuple((key, low, high) for key, (low, high) in sorted(found.items()))


@lru_cache(maxsize=1024)
def elements_of(shown: tuple[ConstituentValue, ...]) -> Mapping[str, tuple[float, float]]:
    """wt% of each element, rounded outwards; tiers that see the same share the answer."""
    rounded = {key: one.rounded_outwards(4) for key, one in element_contents(shown).items()}
    return {key: (one.low, min(one.high, 100.0)) for key, one in rounded.items()}


def digest(columns: str, contents: str) -> str:
    """Names the content: equal content, equal hash, whenever it was written."""
    text = f"[{columns},{contents}]"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
