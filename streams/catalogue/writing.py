"""Writes entries and their contents, many by one statement. Called by publish alone."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.tiers import Tier
from streams.catalogue.entries import Row
from streams.catalogue.models import CONTENTS, Entry

_ADDED = {"content_hash", "updated_at"}
_MADE = {"search"}
_UNBOUNDED = re.compile(r'"(\w+)":(-?Infinity)')
"""An end as Python writes it. Inside a text a quotation mark has a backslash before it."""


def write_entries(model: type[Entry], rows: Sequence[Row]) -> None:
    if rows:
        _execute(_entries_statement(model), [timezone.now(), _array(rows)])


def write_contents(model: type[Entry], rows: Sequence[Row]) -> None:
    """In place of whatever these entries contained."""
    remove_contents(model, (row.id for row in rows))
    filled = [row for row in rows if row.contents]
    if filled:
        _execute(_contents_statement(model), [_array(filled)])


def remove_entries(model: type[Entry], ids: Sequence[str]) -> None:
    remove_contents(model, ids)
    if ids:
        table = model._meta.db_table
        _execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(ids)])  # noqa: S608


def remove_contents(model: type[Entry], ids: Iterable[str]) -> None:
    if listed := list(ids):
        table = CONTENTS[Tier(model.tier)]._meta.db_table
        _execute(f"DELETE FROM {table} WHERE entry_id = ANY(%s)", [listed])  # noqa: S608


def _execute(statement: str, parameters: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _array(rows: Iterable[Row]) -> str:
    """[[hash, [columns, contents]], ...] as JSON, of the texts that the hashes name."""
    return "[" + ",".join(f'["{row.content_hash}",{_as_json(row.text)}]' for row in rows) + "]"


def _as_json(text: str) -> str:
    """JSON knows no infinity; PostgreSQL reads it from a text."""
    return _UNBOUNDED.sub(r'"\1":"\2"', text) if "Infinity" in text else text


@cache
def _entries_statement(model: type[Entry]) -> str:
    """Parameters: the time, and the rows as JSON."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in _ADDED | _MADE]
    table, listed = model._meta.db_table, ", ".join(names)
    written = [name for name in (*names, *sorted(_ADDED)) if name != "id"]
    anew = ", ".join(f"{name} = EXCLUDED.{name}" for name in written)
    return (
        f"INSERT INTO {table} ({listed}, content_hash, updated_at)"  # noqa: S608 - our own names
        f" SELECT {', '.join(f'entry.{name}' for name in names)}, given.value->>0, %s"
        f" FROM json_array_elements(%s) AS given,"
        f" json_populate_record(NULL::{table}, given.value->1->0) AS entry"
        f" ON CONFLICT (id) DO UPDATE SET {anew}"
    )


@cache
def _contents_statement(model: type[Entry]) -> str:
    """Parameter: the rows as JSON."""
    return (
        f"INSERT INTO {CONTENTS[Tier(model.tier)]._meta.db_table}"  # noqa: S608 - our own names
        " (entry_id, substance, low, high)"
        " SELECT given.value->1->0->>'id', one->>0, (one->>1)::float8, (one->>2)::float8"
        " FROM json_array_elements(%s) AS given, json_array_elements(given.value->1->1) AS one"
    )
