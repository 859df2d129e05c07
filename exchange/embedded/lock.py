"""Only one exchange at a time may use a data folder; the kernel lets go of the lock of the dead.

Needs nothing but the standard library: `make clean` runs this file where nothing is installed.
"""

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS_TO_LOOK = 0.5  # somebody who only asks with `announced` holds the file for a moment


class AlreadyRunningError(Exception):
    """Somebody else holds the folder; the message is meant for people."""


@dataclass(frozen=True, slots=True)
class Lock:
    """A held lock; its file tells others where the running servers listen."""

    descriptor: int

    def announce(self, environment: Mapping[str, str]) -> None:
        """Write the settings with which another command reaches the running servers."""
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, json.dumps(dict(environment)).encode(), 0)


@contextmanager
def held(data: Path) -> Iterator[Lock]:
    """Hold the folder for the block; raises AlreadyRunningError if another process holds it."""
    data.mkdir(parents=True, exist_ok=True)
    path = data.resolve() / "running"
    descriptor = claimed(path)
    try:
        yield Lock(descriptor)
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def claimed(path: Path) -> int:
    """An open descriptor with the lock on the file that `path` names at this moment."""
    until = time.monotonic() + SECONDS_TO_LOOK
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if locks(descriptor) and is_same_file(descriptor, path):
            os.ftruncate(descriptor, 0)  # a holder that was killed left its addresses
            return descriptor
        os.close(descriptor)
        if time.monotonic() > until:
            raise AlreadyRunningError(f"The exchange already runs in {path.parent}.")
        time.sleep(0.05)


def locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_same_file(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def announced(data: Path) -> dict[str, str] | None:
    """What the running exchange wrote with `announce`; None when nothing runs in the folder."""
    try:
        descriptor = os.open(data / "running", os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    with os.fdopen(descriptor, encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return dict(json.loads(file.read() or "{}"))
    return None


if __name__ == "__main__":  # python lock.py FOLDER: fails while one runs there
    if announced(Path(sys.argv[1])) is not None:
        sys.exit(f"The exchange runs in {sys.argv[1]}. Stop it first.")
