"""Search results as rows for spreadsheets: the same facts as everywhere, one listing a row."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from streams.catalogue.search import Hit
from streams.cells import Cell, harmless
from streams.measures import YEARLY
from streams.vocabulary import Kind

LIMIT = 5_000
COLUMNS = (
    "id", "kind", "title", "tier", "updated_at", "material", "form", "owner", "industry",
    "county", "municipality", "latitude", "longitude", "hazardous", "waste_code",
    "amount_low", "amount_high", "amount_unit", "amount_precision",
    "temperature_low", "temperature_high", "temperature_precision",
    "constituents", "critical_raw_materials", "contained_low", "contained_high",
)  # fmt: skip


def row_of(hit: Hit) -> dict[str, Cell]:
    """Cells by column; absent facts are empty cells."""
    facts = hit.facts
    listing, owner = facts.get("listing", {}), facts.get("owner", {})
    place, waste = facts.get("place", {}), facts.get("classification", {})
    hazardous = waste.get("hazardous")
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "tier": hit.tier.name.lower(),
        "updated_at": hit.updated_at.isoformat(),
        "material": listing.get("material"),
        "form": listing.get("form"),
        "owner": owner.get("name"),
        "industry": owner.get("division"),
        **{key: place.get(key) for key in ("county", "municipality", "latitude", "longitude")},
        "hazardous": None if hazardous is None else str(hazardous).lower(),
        "waste_code": waste.get("waste_code"),
        **number_cells("amount", facts.get(YEARLY[Kind(hit.kind)][0].value), unit=True),
        **number_cells("temperature", facts.get("temperature", {}).get("temperature")),
        "constituents": constituents(facts),
        "critical_raw_materials": " ".join(one["code"] for one in facts.get("crm", [])) or None,
        **{f"contained_{end}": (hit.contained or {}).get(end) for end in ("low", "high")},
    }


def number_cells(
    name: str, fact: Mapping[str, Any] | None, *, unit: bool = False
) -> dict[str, Cell]:
    fact = fact or {}
    parts = ("low", "high", "unit", "precision") if unit else ("low", "high", "precision")
    return {f"{name}_{part}": fact.get(part) for part in parts}


def constituents(facts: Mapping[str, Any]) -> str | None:
    """ "SiO2 20..50 wt% (band); MnO 6.1..6.4 wt% (exact)"."""
    rows = [row for key in ("composition", "traces") for row in facts.get(key, {}).get("parts", [])]
    texts = [
        f"{row['substance']} {row['low']:g}..{row['high']:g} {row['unit']} ({row['precision']})"
        for row in rows
    ]
    return "; ".join(texts) or None


def csv_lines(hits: Iterable[Hit]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, so that spreadsheets read æøå."""
    yield "\ufeff".encode() + csv_line(COLUMNS)
    for hit in hits:
        row = row_of(hit)
        yield csv_line([harmless(row[name]) for name in COLUMNS])


def csv_line(cells: Iterable[Cell]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue().encode()
