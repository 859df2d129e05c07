"""Runs our own programs the way a user does, for the tests of embedded servers and launcher."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
SET_BY_TESTS = ("TESTING", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PORT", "BIND")


class Program:
    """A running `python -m ...`, what it printed, and every process it has started so far.

    `command` is what to start instead of Python, with the arguments after it.
    """

    def __init__(
        self,
        *arguments: str,
        log: Path,
        command: Sequence[str] = (sys.executable, "-m"),
        **environment: str,
    ) -> None:
        own = {name: text for name, text in os.environ.items() if name not in SET_BY_TESTS}
        self.log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, *arguments],
                cwd=ROOT,
                env={**own, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        self.family: set[psutil.Process] = set()

    def output(self) -> str:
        return self.log.read_text()

    def remember_family(self) -> set[psutil.Process]:
        """Add the processes below it at this moment."""
        with suppress(psutil.NoSuchProcess):
            self.family |= set(psutil.Process(self.process.pid).children(recursive=True))
        return self.family

    def kill_family(self) -> None:
        """End the processes below it, whichever of them has not gone with another."""
        for process in [*self.remember_family()]:
            with suppress(psutil.NoSuchProcess):
                process.kill()

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Until it has printed `text`."""
        eventually(lambda: text in self.output() or self.process.poll() is not None, seconds)
        assert text in self.output(), self.output()

    def end_with(self, number: signal.Signals, seconds: float = 10) -> int:
        """Send the signal and return the exit status; fails if it takes longer than `seconds`."""
        self.remember_family()
        self.process.send_signal(number)
        return self.process.wait(seconds)

    def survivors(self) -> list[psutil.Process]:
        """Those of the remembered processes that still run."""
        return [process for process in self.family if is_alive(process)]

    def named(self, word: str) -> psutil.Process:
        """The oldest process below it with `word` on its command line."""
        found = [p for p in self.remember_family() if is_alive(p) and word in " ".join(p.cmdline())]
        return min(found, key=lambda process: (process.create_time(), process.pid))


def is_alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def eventually(holds: Callable[[], bool], seconds: float) -> None:
    """Return when it holds; fails after `seconds`."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"did not happen in {seconds} s"
        time.sleep(0.05)
