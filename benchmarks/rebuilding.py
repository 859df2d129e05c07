"""How long it takes to make the whole catalogue from the register, and how much memory.

`python -m benchmarks.rebuilding DATABASE` does it in a process of its own, so that nothing else
counts as its memory, and prints what it found as JSON.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import django

from benchmarks.measures import Measure, say

PER = 100_000
KIB_PER_MB = 1_000_000 / 1024


def main(database: str) -> int:
    """Empties the catalogue of that database, then fills it."""
    django.setup()
    from benchmarks.databases import use
    from streams.catalogue.rebuild import rebuild, usual_processes
    from streams.register.models import Record

    use(database)
    count, processes = Record.objects.count(), usual_processes()
    empty_catalogue()
    began = time.perf_counter()
    rebuild(processes=processes, progress=progress(count))
    seconds = time.perf_counter() - began
    peak = peak_mb(processes)
    sys.stdout.write(json.dumps({"count": count, "seconds": seconds, "peak_mb": peak}))
    return 0


def peak_mb(processes: int) -> float:
    """Of all together: ours, and for each of the others as much as the largest of them took."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return (own + processes * largest) / KIB_PER_MB


def empty_catalogue() -> None:
    from django.db import connection

    from streams.catalogue.models import ENTRIES

    tables = ", ".join(model._meta.db_table for model in ENTRIES)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def progress(total: int) -> Callable[[int], None]:
    """Told the size of each batch, says how many records are done."""
    sizes: list[int] = []

    def tell(size: int) -> None:
        sizes.append(size)
        end = "\n" if sum(sizes) == total else ""
        sys.stderr.write(f"\r  {sum(sizes)} of {total} records {end}")

    return tell


def measures(database: str) -> list[Measure]:
    say("Rebuilding the catalogue of the register ...")
    command = [sys.executable, "-m", "benchmarks.rebuilding", database]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "exchange.settings"}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)  # noqa: S603
    found = json.loads(done.stdout)
    per = found["seconds"] * PER / found["count"]
    return [
        Measure("rebuild_s_per_100k", per, "s", 60),
        Measure("rebuild_peak_mb", found["peak_mb"], "MB", 500),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
