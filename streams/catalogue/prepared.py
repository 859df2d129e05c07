"""The few statements of publish, which PostgreSQL plans once per connection and not once per edit.

Planning them took longer than carrying them out. Django binds parameters in the client, so that
every edit sends another text; here they are bound by the server, and psycopg prepares what a
connection has sent `prepare_threshold` times (settings).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor

THESE = "ANY(ARRAY(SELECT unnest(%s::text[])))"
"""Ids of a parameter. PostgreSQL takes a plain ANY(%s) for ten ids where it plans for all
parameters, and for as many as there are where it plans anew, and so would always plan anew.
"""


def execute(statement: str, parameters: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a fixed statement; none where it returns none."""
    connection.ensure_connection()
    raw: Any = Cursor(connection.connection)
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrap(raw) as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if raw.pgresult and raw.pgresult.nfields else []
