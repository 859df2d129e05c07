"""The two databases: a register of real records, and a catalogue grown from their entries."""

from functools import cache
from hashlib import blake2b

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from benchmarks.databases import drop_others, made, named
from benchmarks.growing import grow
from benchmarks.measures import say
from benchmarks.records import fill_register

GENERATION = 1
"""To be raised when what is generated becomes another: then all is made anew."""
MOST_RECORDS = 20_000


@cache
def version() -> str:
    """Names the tables as well as what is in them: other migrations, another version."""
    leaves = sorted(MigrationLoader(None).graph.leaf_nodes())
    return f"v{GENERATION}_{blake2b(repr(leaves).encode(), digest_size=4).hexdigest()}_"


def register_database(size: int) -> str:
    """A register of up to 20,000 records, whose catalogue is empty when new."""
    drop_others(named(version()))
    count = min(size, MOST_RECORDS)
    return made(named(f"{version()}register_{count}"), lambda: new_register(count))


def new_register(count: int) -> None:
    say("Making tables and reference data ...")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_reference", verbosity=0)
    say(f"Registering {count} records ...")
    fill_register(count)
    analyse()


def catalogue_database(size: int, register: str) -> str:
    """The register and its rebuilt catalogue, grown to `size` listings."""
    return made(named(f"{version()}catalogue_{size}"), lambda: grown_to(size), template=register)


def grown_to(size: int) -> None:
    say(f"Growing the catalogue to {size} listings ...")
    grow(size)
    analyse()


def analyse() -> None:
    """What autovacuum would have done in time."""
    say("Analysing ...")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
