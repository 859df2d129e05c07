"""Databases that benchmarks make beside the given one, kept from run to run.

Each is made under another name first: one that bears its own name is whole.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import connection
from psycopg import sql

HALF = "_half"
GIVEN = str(settings.DATABASES["default"]["NAME"])
"""Read once: `use` changes the settings, too."""


def named(text: str) -> str:
    """The name of a database of ours, from that of the given one."""
    return f"{GIVEN}_bench_{text}"


def use(name: str) -> None:
    """Everything from here on happens in this database."""
    connection.close()
    connection.settings_dict["NAME"] = name


def exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def made(name: str, fill: Callable[[], None], *, template: str | None = None) -> str:
    """The name of the database, filled now unless it is there already."""
    if exists(name):
        return name
    drop(name + HALF)
    connection.close()
    begin = sql.SQL("CREATE DATABASE {}" + (" TEMPLATE {}" if template else ""))
    administer(begin, name + HALF, *([template] if template else []))
    use(name + HALF)
    fill()
    connection.close()
    administer(sql.SQL("ALTER DATABASE {} RENAME TO {}"), name + HALF, name)
    return name


def drop(name: str) -> None:
    administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)


def drop_others(kept: str) -> None:
    """Databases of ours whose data are of another version."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database")
        names = [name for (name,) in cursor.fetchall()]
    for name in names:
        if name.startswith(named("")) and not name.startswith(kept):
            drop(name)


def administer(command: sql.SQL, *names: str) -> None:
    """A command about whole databases, given from none of them."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(command.format(*map(sql.Identifier, names)))
