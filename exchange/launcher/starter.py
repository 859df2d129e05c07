"""Whether `make`, having started us, has been told to stop or is gone; the launcher asks this.

A signal to make's own process (`kill -INT` of what `$!` names) does not reach us: GNU make passes
on SIGTERM only, and at SIGINT it waits for us to end by ourselves.
"""

import os
import signal
from collections.abc import Callable
from pathlib import Path

MAKES = ("make", "gmake")
PROCESSES = Path("/proc")


def watch_of_make() -> Callable[[], bool]:
    """Tells, each time it is called, whether to stop; never so if something else started us."""
    parent = os.getppid()
    if not is_make(parent):
        return lambda: False
    return lambda: os.getppid() != parent or is_told(parent)


def is_make(process: int) -> bool:
    """By its name and by what GNU make tells its children; where there is no /proc, nothing is."""
    return "MAKELEVEL" in os.environ and status(process).get("Name") in MAKES


def is_told(make: int) -> bool:
    """GNU make catches SIGINT, or ignores it if it was started so; once it has come, neither:
    the first thing its handler does is to give the signal back its default."""
    known = status(make)
    minding = ("SigCgt", "SigIgn")
    bit = 1 << (signal.SIGINT - 1)
    return all(name in known for name in minding) and not any(
        int(known[name], 16) & bit for name in minding
    )


def status(process: int) -> dict[str, str]:
    """What the kernel says of a process: names and values of /proc/N/status, or nothing."""
    try:
        lines = (PROCESSES / str(process) / "status").read_text(errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition(":") for line in lines)
    return {name: value.strip() for name, _colon, value in pairs}
