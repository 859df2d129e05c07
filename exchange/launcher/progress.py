"""What the launcher tells the person who waits: which step of how many, and how long each took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """Counts steps; `done` may start above 0 where another process did the first ones."""

    total: int
    done: int = 0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Say what happens now, and at the end of the block its seconds."""
        self.done += 1
        say(f"Step {self.done} of {self.total}: {title} ... ", end="")
        started = time.monotonic()
        yield
        say(f"{time.monotonic() - started:.1f} s")

    def skip(self, title: str, why: str) -> None:
        """A step with nothing to do."""
        self.done += 1
        say(f"Step {self.done} of {self.total}: {title} ... {why}")


def say(text: str, end: str = "\n") -> None:
    """Write at once; a terminal that is gone must not keep us from stopping properly."""
    with suppress(OSError, ValueError):
        sys.stdout.write(text + end)
        sys.stdout.flush()
