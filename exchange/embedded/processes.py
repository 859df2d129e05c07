"""Starting and stopping processes of ours so that none is left behind, whatever ends us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
POLL_SECONDS = 0.05


class StopRequestedError(Exception):
    """The user asked us to stop; raised only at points where every child is known."""


class ChildFailedError(Exception):
    """A process ended that should have gone on or ended well; the message is for people."""


class StopRequest:
    """Remembers SIGINT, SIGTERM and SIGHUP instead of interrupting just anywhere.

    `also` is asked at every pause: once it says yes, that is like SIGTERM. A SIGHUP that was
    ignored when we started stays so, for nohup; the others do not, as shells start with SIGINT
    ignored whatever a script sends to the background.
    """

    def __init__(self, also: Callable[[], bool] = lambda: False) -> None:
        self.received: int | None = None
        self.also = also
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self.remember)

    def remember(self, number: int, _frame: FrameType | None) -> None:
        self.received = number

    def has_come(self) -> bool:
        """Whether to stop, by a signal or by what `also` says."""
        if self.received is None and self.also():
            self.received = signal.SIGTERM
        return self.received is not None

    def check(self) -> None:
        """Raise StopRequestedError if we are to stop."""
        if self.has_come():
            raise StopRequestedError

    def pause(self, seconds: float = POLL_SECONDS) -> None:
        """Sleep, but not past a signal."""
        until = time.monotonic() + seconds
        while not self.has_come() and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        self.check()


@dataclass(frozen=True, slots=True)
class Child:
    """A process in a session of its own, the signal that asks it to end, and its log."""

    name: str
    process: subprocess.Popen[bytes]
    ask: signal.Signals = signal.SIGTERM
    log: Path | None = None

    def running(self) -> bool:
        return self.process.poll() is None

    def last_lines(self, count: int = 15) -> str:
        """The end of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-count:])

    def failure(self) -> ChildFailedError:
        status = self.process.returncode
        return ChildFailedError(f"{self.name} stopped (status {status}).\n{self.last_lines()}")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the address that clients take."""

    url: str
    child: Child


def start(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path | None = None,
    environment: Mapping[str, str] | None = None,
    user: int | None = None,
    ask: signal.Signals = signal.SIGTERM,
    folder: Path | None = None,
) -> Child:
    """Start a process that the terminal's Ctrl-C does not reach and that does not outlive us.

    Output goes to `log`, or where ours goes; `user` is the number of the user it runs as.
    """
    output = log.open("wb") if log else None
    try:
        process = subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            cwd=folder,
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
            start_new_session=True,
            preexec_fn=end_with_parent(ask),
        )
    finally:
        if output:
            output.close()
    return Child(name, process, ask, log)


def group_of(user: int | None) -> int | None:
    import pwd

    return None if user is None else pwd.getpwuid(user).pw_gid


def end_with_parent(number: signal.Signals) -> Callable[[], None] | None:
    """Has the kernel signal the child when we die, even by SIGKILL; Linux only."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PARENT_DEATH_SIGNAL, int(number), 0, 0, 0)


def wait_until(ready: Callable[[], bool], child: Child, stop: StopRequest, seconds: float) -> None:
    """Return when ready; raises ChildFailedError when the child ends or takes too long."""
    until = time.monotonic() + seconds
    while not ready():
        if not child.running():
            raise child.failure()
        if time.monotonic() > until:
            raise ChildFailedError(
                f"{child.name} was not ready in {seconds:.0f} s.\n{child.last_lines()}"
            )
        stop.pause()


def finish(child: Child, stop: StopRequest) -> None:
    """Wait for the end; raises ChildFailedError unless it ended well. A signal ends it too."""
    try:
        while child.running():
            stop.pause()
    except StopRequestedError:
        stop_all([child], seconds=3)
        raise
    if child.process.returncode:
        raise child.failure()


def stop_all(children: Sequence[Child], *, seconds: float) -> None:
    """Ask all to end at once, and kill with their own children those that do not in time."""
    for child in children:
        if child.running():
            child.process.send_signal(child.ask)
    until = time.monotonic() + seconds
    while any(child.running() for child in children) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)
    for child in children:
        kill_group(child)


def kill_group(child: Child) -> None:
    """Nothing of the child's session may stay: pool workers outlive a parent that was killed."""
    with suppress(ProcessLookupError, PermissionError):  # the latter: macOS, a group of zombies
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()
