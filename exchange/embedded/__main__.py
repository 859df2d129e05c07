"""`python -m exchange.embedded run [--data DIR] -- COMMAND`: runs COMMAND with both addresses set.

Without `--data` the files are temporary, so that any number of runs can go on at the same time.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exchange.embedded import NOTICE, named_servers, servers
from exchange.embedded.command import run_command
from exchange.embedded.lock import AlreadyRunningError, announced, held
from exchange.embedded.processes import ChildFailedError, StopRequest, StopRequestedError


def main() -> int:
    """The exit status of the command."""
    options = read_options()
    stop = StopRequest()
    try:
        return run(options.command, options.data, options.join, stop)
    except StopRequestedError:
        return 130
    except (AlreadyRunningError, ChildFailedError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="exchange.embedded")
    parser.add_argument("action", choices=["run"])
    parser.add_argument("--data", type=Path, help="keep the files in this folder")
    parser.add_argument(
        "--join", action="store_true", help="use the servers that already run in --data, if any"
    )
    parser.add_argument("command", nargs="+")
    return parser.parse_args()


def run(command: list[str], data: Path | None, join: bool, stop: StopRequest) -> int:
    """Run with the servers of the environment, of a running exchange, or our own."""
    if len(named_servers(os.environ)) == 2:
        return run_command(command, {}, stop)
    if join and data and (running := announced(data)):
        return run_command(command, running, stop)
    with folder(data) as files, held(files) as lock:
        sys.stderr.write(f"{NOTICE}\n")
        with servers(files, durable=data is not None, stop=stop) as started:
            lock.announce(started.addresses)
            return run_command(command, started.addresses, stop)


@contextmanager
def folder(data: Path | None) -> Iterator[Path]:
    if data:
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="exchange-", ignore_cleanup_errors=True) as temporary:
        yield Path(temporary)


if __name__ == "__main__":
    sys.exit(main())
