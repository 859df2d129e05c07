"""PostgreSQL and Valkey that live under a folder of ours: for trying out and tests only."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from exchange.embedded.processes import Child, Server, StopRequest

NOTICE = "Embedded PostgreSQL and Valkey: for trying out and tests, not for production."


@dataclass(slots=True)
class Servers:
    """DATABASE_URL and REDIS_URL, and those of the servers that we started."""

    addresses: dict[str, str]
    children: list[Child] = field(default_factory=list)

    def add(self, name: str, server: Server) -> None:
        self.addresses[name] = server.url
        self.children.append(server.child)


@contextmanager
def servers(data: Path, *, durable: bool, stop: StopRequest) -> Iterator[Servers]:
    """Run what the environment does not name already, with files under `data`, for the block.

    The caller holds the lock of the folder. `durable`: a crash of the machine loses nothing.
    """
    from exchange.embedded.postgres import postgres
    from exchange.embedded.valkey import valkey

    files, given = data.resolve(), Servers(named_servers(os.environ))
    with ExitStack() as running:
        if "REDIS_URL" not in given.addresses:
            broker = valkey(files / "valkey", stop=stop)
            given.add("REDIS_URL", running.enter_context(broker))
        if "DATABASE_URL" not in given.addresses:
            database = postgres(files / "postgres", durable=durable, stop=stop)
            given.add("DATABASE_URL", running.enter_context(database))
        yield given


def named_servers(environment: Mapping[str, str]) -> dict[str, str]:
    """Those of the two addresses that are set; an empty one counts as not set."""
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: environment[name] for name in names if environment.get(name)}
