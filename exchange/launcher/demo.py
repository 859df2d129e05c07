"""The demonstration: servers, data, web, worker and beat, for as long as nobody stops it."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from exchange.embedded import NOTICE, Servers, named_servers, servers
from exchange.embedded.lock import held
from exchange.embedded.processes import Child, StopRequest, finish, start, stop_all, wait_until
from exchange.launcher.address import Address
from exchange.launcher.environment import demonstration
from exchange.launcher.prepare import LOGINS
from exchange.launcher.prepare import STEPS as PREPARATION
from exchange.launcher.progress import Progress, say

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_STOP = 4.0
SECONDS_TO_BE_READY = 60.0


def run_demo(data: Path, address: Address, stop: StopRequest) -> None:
    """Run until a signal (StopRequestedError) or until a part fails (ChildFailedError).

    Raises AlreadyRunningError and AddressError before anything is started.
    """
    progress = Progress(total=PREPARATION + 2)
    with held(data) as lock:
        address.wait_until_free(stop)
        with started_servers(data, progress, stop) as running:
            environment = demonstration(data, running.addresses, site=address.shown())
            lock.announce(environment)
            prepare(data, environment, progress, stop)
            with started_parts(data, environment, address) as parts:
                with progress.step("web, worker and beat"):
                    wait_until(address.is_ready, parts[0], stop, SECONDS_TO_BE_READY)
                greet(address, data)
                watch([*parts, *running.children], stop)


@contextmanager
def started_servers(data: Path, progress: Progress, stop: StopRequest) -> Iterator[Servers]:
    """Our own servers, or those that the environment names."""
    running = servers(data, durable=True, stop=stop)
    if len(named_servers(os.environ)) == 2:
        progress.skip("PostgreSQL and Valkey", "the ones that DATABASE_URL and REDIS_URL name")
        given = running.__enter__()
    else:
        say(NOTICE)
        with progress.step("PostgreSQL and Valkey"):
            given = running.__enter__()
    try:
        yield given
    finally:
        running.__exit__(None, None, None)


def prepare(
    data: Path, environment: Mapping[str, str], progress: Progress, stop: StopRequest
) -> None:
    """Up to date database and files; raises ChildFailedError when a step fails."""
    module = "exchange.launcher.prepare"
    command: list[str | Path] = [sys.executable, "-m", module, data]
    command += [str(progress.done), str(progress.total)]
    finish(start("The preparation", command, environment={**os.environ, **environment}), stop)
    progress.done += PREPARATION


@contextmanager
def started_parts(
    data: Path, environment: Mapping[str, str], address: Address
) -> Iterator[list[Child]]:
    """Web, worker and beat, in this order; stopped together at the end."""
    logs = data / "logs"
    logs.mkdir(exist_ok=True)
    parts: list[Child] = []
    try:
        for name, command in commands(data, address).items():
            log = logs / f"{name}.log"
            whole = {**os.environ, **environment}
            parts.append(start(name, command, log=log, environment=whole, folder=ROOT))
        yield parts
    finally:
        say("Stopping ...")
        stop_all(parts, seconds=SECONDS_TO_STOP)


def commands(data: Path, address: Address) -> dict[str, Sequence[str | Path]]:
    """As in production, with fewer processes; beat keeps its schedule under `data`."""
    python = sys.executable
    celery = [python, "-m", "celery", "--app", "exchange.celery"]
    return {
        "web": [python, "-m", "gunicorn", "exchange.wsgi", "--bind", address.listen(),
                "--workers", "2", "--threads", "4", "--graceful-timeout", "3",
                "--log-level", "warning", "--no-control-socket"],
        "worker": [*celery, "worker", "--concurrency", "2", "--loglevel", "warning",
                   "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--loglevel", "warning", "--pidfile", "",
                 "--schedule", data.resolve() / "beat-schedule"],
    }  # fmt: skip


def greet(address: Address, data: Path) -> None:
    """Where to go, and as whom."""
    say(f"\nThe exchange runs at {address.shown()}")
    if (data / "loaded").exists():
        say("Log in with one of these, password materialborsen:")
        say("\n".join(f"  {name}@demo.example" for name in LOGINS))
    say(f"Letters that it sends lie in {data / 'letters'}. Stop it with Ctrl-C.")


def watch(children: Sequence[Child], stop: StopRequest) -> None:
    """Return never: a signal or the end of one part ends it."""
    while True:
        for child in children:
            if not child.running():
                raise child.failure()
        stop.pause(0.3)
