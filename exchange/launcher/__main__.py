"""`python -m exchange.launcher [--data DIR]` runs the demonstration on PORT and BIND.

`python -m exchange.launcher manage COMMAND ...` runs a management command on its data.
"""

import argparse
import os
import sys
from pathlib import Path

from exchange.embedded import servers
from exchange.embedded.command import run_command
from exchange.embedded.lock import AlreadyRunningError, announced, held
from exchange.embedded.processes import ChildFailedError, StopRequest, StopRequestedError
from exchange.launcher.address import AddressError, address_from
from exchange.launcher.demo import ROOT, run_demo
from exchange.launcher.environment import demonstration
from exchange.launcher.progress import say
from exchange.launcher.starter import watch_of_make


def main() -> int:
    """0 when somebody stopped it, 1 when something failed; of a command, the command's own."""
    options = read_options()
    # In `make shell` a Ctrl-C is for the shell, though make takes it as a word to stop, too.
    stop = StopRequest() if options.command else StopRequest(also=watch_of_make())
    try:
        if options.command:
            return run_manage(options.data, options.command[1:], stop)
        address = address_from(
            os.environ.get("BIND") or "127.0.0.1", os.environ.get("PORT") or "8000"
        )
        run_demo(options.data, address, stop)
    except StopRequestedError:
        say("Stopped.")
        return 0
    except (AlreadyRunningError, AddressError, ChildFailedError, OSError) as error:
        sys.stderr.write(f"\n{error}\n")
    return 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="exchange.launcher")
    parser.add_argument("--data", type=Path, default=ROOT / "var" / "demo")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="manage COMMAND ...")
    options = parser.parse_args()
    options.data = options.data.resolve()
    if options.command and options.command[0] != "manage":
        parser.error(f"unknown command {options.command[0]!r}")
    return options


def run_manage(data: Path, command: list[str], stop: StopRequest) -> int:
    """On the running demonstration, or on its servers started for this command alone."""
    whole = [sys.executable, str(ROOT / "manage.py"), *command]
    if running := announced(data):
        return run_command(whole, running, stop)
    with held(data) as lock, servers(data, durable=True, stop=stop) as started:
        environment = demonstration(data, started.addresses)
        lock.announce(environment)
        return run_command(whole, environment, stop)


if __name__ == "__main__":
    sys.exit(main())
