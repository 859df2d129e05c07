"""The rows that database triggers leave of every change to the register, read as facts.

As secret as the register itself. A fact has a key, such as ("quantity", "moisture"), and a value;
no value is a fact that is not there.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from streams.disclosure import Field
from streams.register.models import (
    Analysis,
    Constituent,
    Document,
    Quantity,
    Record,
    YearlyFigure,
)
from streams.register.parts import ANALYSIS_VALUES, CONSTITUENT_VALUES, YEAR_VALUES

Key = tuple[str, ...]
Row = Mapping[str, Any]
RECORD_VALUES = tuple(
    field.attname
    for field in Record._meta.concrete_fields
    if field.name not in {"id", "kind", "policy", "created_at", "version"}
)
POLICY_KEYS = (*Field.values, "listed")
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Step:
    """One fact as one event left it: when, in which save, and in which order."""

    key: Key
    value: Any
    at: datetime
    save: str
    order: int


def events_of(model: type[models.Model]) -> "models.QuerySet[Any, Any]":
    """The rows that the triggers of a model left."""
    return model.events.rel.related_model._default_manager.all()  # type: ignore[attr-defined,no-any-return]


def steps_of(record_id: str) -> list[Step]:
    """Everything that ever changed of a record. A dozen queries, however much that is."""
    ids = set(events_of(Analysis).filter(record_id=record_id).values_list("pgh_obj_id", flat=True))
    return [
        *record_steps(record_id),
        *part_steps(Quantity, {"record_id": record_id}, quantity_fact),
        *part_steps(YearlyFigure, {"record_id": record_id}, year_fact),
        *part_steps(Analysis, {"record_id": record_id}, analysis_fact),
        *part_steps(Constituent, {"analysis_id__in": ids}, constituent_fact),
        *part_steps(Document, {"record_id": record_id}, document_fact),
    ]


def record_steps(record_id: str) -> Iterator[Step]:
    for row in events_of(Record).filter(pgh_obj_id=record_id).order_by("pgh_id").values():
        for name in RECORD_VALUES:
            yield step(("value", name), row[name], row)
        for name in POLICY_KEYS:
            yield step(("policy", name), row["policy"].get(name), row)


def part_steps(
    model: type[models.Model], of: Mapping[str, Any], fact: Callable[[Row], tuple[Key, Any]]
) -> Iterator[Step]:
    """Without rows that vanished before removals were noted: nobody can say when."""
    rows = list(events_of(model).filter(**of).order_by("pgh_id").values())
    removed = {row["pgh_obj_id"] for row in rows if row["pgh_label"] == "delete"}
    ids = {row["pgh_obj_id"] for row in rows} - removed
    there = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
    for row in rows:
        if row["pgh_obj_id"] in there | removed:
            key, value = fact(row)
            yield step(key, None if row["pgh_label"] == "delete" else value, row)


def step(key: Key, value: Any, row: Row) -> Step:
    kept = None if value in EMPTY else value
    save = str(row["pgh_context_id"] or "")
    return Step(key, kept, row["pgh_created_at"], save, row["pgh_id"])


def quantity_fact(row: Row) -> tuple[Key, Any]:
    return ("quantity", row["key"]), (row["low"], row["high"])


def year_fact(row: Row) -> tuple[Key, Any]:
    return ("year", str(row["year"])), named(row, YEAR_VALUES)


def analysis_fact(row: Row) -> tuple[Key, Any]:
    return ("analysis", str(row["pgh_obj_id"])), named(row, ANALYSIS_VALUES)


def constituent_fact(row: Row) -> tuple[Key, Any]:
    key = ("constituent", str(row["analysis_id"]), row["substance"])
    return key, named(row, CONSTITUENT_VALUES)


def document_fact(row: Row) -> tuple[Key, Any]:
    return ("document", str(row["pgh_obj_id"])), (row["title"], row["audience"])


def named(row: Row, names: list[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
