"""Writes entries and their contents, many by one statement. Called by publish alone."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from django.utils import timezone

from accounts.tiers import Tier
from streams.catalogue.entries import Row
from streams.catalogue.models import CONTENTS, Entry
from streams.catalogue.prepared import THESE, execute

_MADE_HERE = {"updated_at", "search"}
"""The time, and what PostgreSQL makes of other columns."""
_UNBOUNDED = re.compile(r'"(\w+)":(-?Infinity)')
"""An end as Python writes it. Inside a text a quotation mark has a backslash before it."""


def write_entries(model: type[Entry], rows: Sequence[Row]) -> None:
    if rows:
        columns = ",".join(map(_columns, rows))
        execute(_entries_statement(model), [timezone.now(), f"[{columns}]"])


def write_contents(model: type[Entry], rows: Sequence[Row]) -> None:
    """In place of whatever these entries contained."""
    remove_contents(model, (row.id for row in rows))
    contents = ",".join(f'"{row.id}":{row.contents_text}' for row in rows if row.contents)
    if contents:
        execute(_contents_statement(model), [f"{{{contents}}}"])


def remove_entries(model: type[Entry], ids: Sequence[str]) -> None:
    remove_contents(model, ids)
    if ids:
        table = model._meta.db_table
        execute(f"DELETE FROM {table} WHERE id = {THESE}", [list(ids)])  # noqa: S608


def remove_contents(model: type[Entry], ids: Iterable[str]) -> None:
    if listed := list(ids):
        table = CONTENTS[Tier(model.tier)]._meta.db_table
        execute(f"DELETE FROM {table} WHERE entry_id = {THESE}", [listed])  # noqa: S608


def _columns(row: Row) -> str:
    """As a JSON object. JSON knows no infinity; PostgreSQL reads it from a text."""
    text = row.columns_text
    if "Infinity" in text:
        text = _UNBOUNDED.sub(r'"\1":"\2"', text)
    return f'{text[:-1]},"content_hash":"{row.content_hash}"}}'


@cache
def _entries_statement(model: type[Entry]) -> str:
    """Parameters: the time, and the columns as a JSON array of objects."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in _MADE_HERE]
    table, listed = model._meta.db_table, ", ".join(names)
    anew = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*names, "updated_at"))
    return (
        f"INSERT INTO {table} (updated_at, {listed})"  # noqa: S608 - our own names
        f" SELECT %s, {listed} FROM json_populate_recordset(NULL::{table}, %s)"
        f" ON CONFLICT (id) DO UPDATE SET {anew}"
    )


@cache
def _contents_statement(model: type[Entry]) -> str:
    """Parameter: {id: [[substance, low, high], ...], ...} as JSON."""
    return (
        f"INSERT INTO {CONTENTS[Tier(model.tier)]._meta.db_table}"  # noqa: S608 - our own names
        " (entry_id, substance, low, high)"
        " SELECT entry.key, one->>0, (one->>1)::float8, (one->>2)::float8"
        " FROM json_each(%s) AS entry, json_array_elements(entry.value) AS one"
    )
