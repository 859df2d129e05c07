"""Loads counties, municipalities, industries and parks from fixtures/reference.

Called at set-up and by tests; loading again brings changed names up to date.

Sources: numbers and names of counties and municipalities from Statistics Norway's
classifications 104 and 131 as of 2024; codes of industries from NACE Rev. 2, Regulation (EC)
No 1893/2006, with short names of our own; parks are places whose municipality is well known.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import models, transaction

from companies.models import County, IndustrialPark, Industry, Municipality

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def load_companies_reference() -> None:
    """Insert or update everything; four statements, and nothing is ever removed."""
    _upsert(County, "number", [County(**row) for row in rows("counties")])
    _upsert(Municipality, "number", [_municipality(row) for row in rows("municipalities")])
    _upsert(Industry, "code", [_industry(row) for row in rows("industries")])
    _upsert(IndustrialPark, "name", [_park(row) for row in rows("parks")])


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of fixtures/reference/<name>.csv by column."""
    path = Path(settings.BASE_DIR) / "fixtures" / "reference" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _upsert(model: type[Row], key: str, items: list[Row]) -> None:
    columns = [field.name for field in model._meta.concrete_fields]
    changing = [name for name in columns if name not in (key, "id")]
    model._default_manager.bulk_create(
        items, update_conflicts=True, unique_fields=[key], update_fields=changing
    )


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(number=row["number"], name=row["name"], county_id=row["number"][:2])


def _industry(row: dict[str, str]) -> Industry:
    return Industry(division=row["code"][:2], **row)


def _park(row: dict[str, str]) -> IndustrialPark:
    return IndustrialPark(name=row["name"], municipality_id=row["municipality"])
