"""Seconds and queries of a piece of work, by the database connection's own wrapper."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection

LEAST_RUNS, MOST_RUNS = 5, 40
SECONDS = float(os.environ.get("BENCH_SECONDS", "15"))


@dataclass(slots=True)
class Spent:
    """Seconds in all, seconds of these in the database, and statements."""

    seconds: float = 0.0
    database: float = 0.0
    queries: int = 0


@contextmanager
def spent() -> Iterator[Spent]:
    """Filled in while the block runs, and whole at its end."""
    found = Spent()

    def timed(execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            found.database += time.perf_counter() - began
            found.queries += 1

    began = time.perf_counter()
    with connection.execute_wrapper(timed):
        yield found
    found.seconds = time.perf_counter() - began


def interleaved(works: Mapping[str, Callable[[], object]]) -> dict[str, Spent]:
    """Medians of works that take turns, so that whatever else goes on hits all of them alike.

    Each runs once unmeasured, then 5 to 40 times, until about 15 seconds are spent.
    """
    runs: dict[str, list[Spent]] = {name: [] for name in works}
    for work in works.values():
        work()
    until = time.perf_counter() + SECONDS
    for turn in range(MOST_RUNS):
        if turn >= LEAST_RUNS and time.perf_counter() > until:
            break
        for name, work in works.items():
            with spent() as one:
                work()
            runs[name].append(one)
    return {name: middle(found) for name, found in runs.items()}


def middle(runs: list[Spent]) -> Spent:
    return Spent(
        median(one.seconds for one in runs),
        median(one.database for one in runs),
        max(one.queries for one in runs),
    )
