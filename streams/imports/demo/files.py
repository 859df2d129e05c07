"""Reads fixtures/demo. What stands where is told in its README."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from django.conf import settings

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
Stream = Mapping[str, Any]
"""A stream as it stands in plants/ or public.yaml."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A line of companies.csv: a company that does not exist, with its one site."""

    key: str
    name: str
    industry: str
    park: str
    plant: str
    size: float
    policy: str
    consent: bool
    site: str
    latitude: float
    longitude: float


def content_of(name: str) -> Any:
    """A YAML file, e.g. "people.yaml"."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def company_rows() -> list[CompanyRow]:
    """In the order of the file."""
    with (FOLDER / "companies.csv").open(encoding="utf-8", newline="") as lines:
        return [_company_row(row) for row in csv.DictReader(lines)]


def streams_of_plants() -> dict[str, list[Stream]]:
    """The streams of each type of plant."""
    found: dict[str, list[Stream]] = {}
    for path in sorted((FOLDER / "plants").glob("*.yaml")):
        found |= content_of(f"plants/{path.name}")
    return found


def _company_row(row: Mapping[str, str]) -> CompanyRow:
    return CompanyRow(
        key=row["key"],
        name=row["name"],
        industry=row["industry"],
        park=row["park"],
        plant=row["plant"],
        size=float(row["size"]),
        policy=row["policy"],
        consent=row["consent"] == "yes",
        site=row["site"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )
