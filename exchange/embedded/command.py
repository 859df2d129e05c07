"""Runs the user's own command in the foreground, with the terminal and its signals."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from exchange.embedded.processes import POLL_SECONDS, StopRequest, end_with_parent

SECONDS_TO_END = 6.0


def run_command(command: list[str], addresses: Mapping[str, str], stop: StopRequest) -> int:
    """Run to the end and return its exit status; a signal to us is passed on to it.

    A Ctrl-C at a terminal has reached the command already, which may well go on after it.
    """
    process = subprocess.Popen(  # noqa: S603
        command, env={**os.environ, **addresses}, preexec_fn=end_with_parent(signal.SIGTERM)
    )
    while process.poll() is None:
        if stop.received == signal.SIGINT and sys.stdin.isatty():
            stop.received = None
        if stop.received is not None:
            end(process, stop.received)
        time.sleep(POLL_SECONDS)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def end(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Pass the signal on, wait, and kill what does not end."""
    process.send_signal(number)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
