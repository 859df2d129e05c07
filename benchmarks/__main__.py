"""`python -m benchmarks`: measures everything and writes var/bench.json.

SIZE is the number of listings in the catalogue, BENCH_RESULT another file for the result, and
BENCH_SECONDS how long each search is measured.
"""

import logging
import os
import sys
from pathlib import Path

import django

DEFAULT_SIZE = 100_000
FULL_SIZE = 1_000_000


def main() -> int:
    """0 when everything was measured, whether or not the goals were met."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings")
    django.setup()
    logging.disable(logging.WARNING)
    from benchmarks.measures import say, table, write_json
    from benchmarks.run import measured

    size = int(os.environ.get("SIZE") or DEFAULT_SIZE)
    result = Path(os.environ.get("BENCH_RESULT") or "var/bench.json")
    measures = measured(size)
    write_json(measures, result)
    sys.stdout.write(f"{table(measures)}\n")
    if size < FULL_SIZE:
        say(f"The goal of search_public_request_ratio is for SIZE={FULL_SIZE}, this was {size}.")
    say(f"Written to {result}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
