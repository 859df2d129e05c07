"""PostgreSQL and Valkey that live under a folder of ours: for trying out and tests only."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from exchange.embedded.processes import StopRequest

NOTICE = "Embedded PostgreSQL and Valkey: for trying out and tests, not for production."


@contextmanager
def servers(data: Path, *, durable: bool, stop: StopRequest) -> Iterator[dict[str, str]]:
    """Run what the environment does not name already, with files under `data`, for the block.

    Gives DATABASE_URL and REDIS_URL. The caller holds the lock of the folder.
    """
    from exchange.embedded.postgres import postgres
    from exchange.embedded.valkey import valkey

    files, given = data.resolve(), named_servers(os.environ)
    with ExitStack() as running:
        if "REDIS_URL" not in given:
            given["REDIS_URL"] = running.enter_context(valkey(files / "valkey", stop=stop))
        if "DATABASE_URL" not in given:
            database = postgres(files / "postgres", durable=durable, stop=stop)
            given["DATABASE_URL"] = running.enter_context(database)
        yield given


def named_servers(environment: Mapping[str, str]) -> dict[str, str]:
    """Those of the two addresses that are set; an empty one counts as not set."""
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: environment[name] for name in names if environment.get(name)}
