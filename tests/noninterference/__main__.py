"""The long crawl: `make crawl WORLDS=10000`. Resumes where it stopped; SEED=n replays one pair.

Every number is a seed: the same number always gives the same pair of worlds and viewer.
"""

import json
import logging
import os
import sys
import time
from pathlib import Path
from random import Random

import django
from django.db import connection
from django.test.utils import get_runner, setup_test_environment

NOTE = Path("var/crawl.json")
DEFAULT_WORLDS = 200
SHOWN_ADDRESSES = 10


def main() -> int:
    """0 when no viewer could tell any pair apart."""
    django.setup()
    logging.disable(logging.WARNING)
    setup_test_environment()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        return crawl()
    finally:
        runner.teardown_databases(databases)


def crawl() -> int:
    from tests import worlds

    worlds.load_lists()
    connection.commit() if not connection.get_autocommit() else None
    if "SEED" in os.environ:
        return 1 if tried(int(os.environ["SEED"])) else 0
    wanted = int(os.environ.get("WORLDS", DEFAULT_WORLDS))
    note = read_note()
    return run(note, wanted)


def read_note() -> dict[str, list[int] | int]:
    """How far an earlier run came and what it found."""
    if NOTE.exists():
        found: dict[str, list[int] | int] = json.loads(NOTE.read_text())
        return found
    return {"done": 0, "found": []}


def run(note: dict[str, list[int] | int], wanted: int) -> int:
    done, found = int(note["done"]), list(note["found"])  # type: ignore[call-overload, arg-type]
    if done >= wanted:
        done, found = 0, []
    began, first = time.monotonic(), done
    for seed in range(done, wanted):
        if tried(seed):
            found.append(seed)
        write_note(seed + 1, found)
        show_progress(seed + 1, wanted, (time.monotonic() - began) / (seed + 1 - first))
    print(f"\n{wanted} pairs of worlds, {len(found)} told apart: {found}")  # noqa: T201
    return 1 if found else 0


def tried(seed: int) -> bool:
    """Whether the viewer of this seed could tell its two worlds apart."""
    from tests.noninterference.pairs import VIEWERS, compared

    difference = compared(Random(seed), VIEWERS[seed % len(VIEWERS)])
    if difference is None:
        return False
    print(f"\nSEED={seed}: {difference.viewer} can tell the worlds apart at")  # noqa: T201
    for address in difference.addresses[:SHOWN_ADDRESSES]:
        print(f"  {address}")  # noqa: T201
    return True


def write_note(done: int, found: list[int]) -> None:
    NOTE.parent.mkdir(exist_ok=True)
    half = NOTE.with_suffix(".half")
    half.write_text(json.dumps({"done": done, "found": found}))
    half.replace(NOTE)


def show_progress(done: int, wanted: int, seconds_each: float) -> None:
    left = (wanted - done) * seconds_each / 60
    print(f"\r{done} of {wanted} pairs, {left:.0f} min left ", end="", flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
