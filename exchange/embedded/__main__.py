"""`python -m exchange.embedded run -- COMMAND`: runs COMMAND with both addresses set."""

import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path

from exchange.embedded import servers


def main() -> int:
    """The exit status of the command; servers given in the environment are used instead."""
    parser = argparse.ArgumentParser(prog="exchange.embedded")
    parser.add_argument("action", choices=["run"])
    parser.add_argument("--data", type=Path, default=Path("var/embedded"))
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    if {"DATABASE_URL", "REDIS_URL"} <= os.environ.keys():
        return run(options.command, {})
    with servers(options.data) as addresses:
        given = {"DATABASE_URL": addresses.database, "REDIS_URL": addresses.redis}
        return run(options.command, {**given, **os.environ})


def run(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end; SIGTERM and SIGINT are passed on, so that the servers stop after it."""
    process = subprocess.Popen(command, env={**os.environ, **environment})  # noqa: S603
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: process.send_signal(received))
    return process.wait()


if __name__ == "__main__":
    sys.exit(main())
