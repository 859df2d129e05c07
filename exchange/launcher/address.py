"""The address that the web process listens on: read, checked, and asked whether it is ready."""

import os
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from exchange.embedded.processes import StopRequest

SECONDS_TO_GET_FREE = 4.0


class AddressError(Exception):
    """The address cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; `bind` is a number of this machine, by default only reachable from it."""

    bind: str
    port: int

    def listen(self) -> str:
        return f"[{self.bind}]:{self.port}" if ":" in self.bind else f"{self.bind}:{self.port}"

    def page(self, path: str = "/") -> str:
        """What to type into a browser on this machine."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104
        host = everywhere.get(self.bind, f"[{self.bind}]" if ":" in self.bind else self.bind)
        return f"http://{host}:{self.port}{path}"

    def shown(self) -> str:
        """The same by name where there is one: passkeys work for names only."""
        return self.page().replace("//127.0.0.1:", "//localhost:")

    def is_ready(self) -> bool:
        """The web process answers, and reaches database and broker."""
        try:
            with urllib.request.urlopen(self.page("/readyz"), timeout=5) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def wait_until_free(self, stop: StopRequest) -> None:
        """A web process that was just killed gets a moment; then AddressError."""
        until = time.monotonic() + SECONDS_TO_GET_FREE
        while (problem := self.problem()) and time.monotonic() < until:
            stop.pause(0.2)
        if problem:
            raise AddressError(
                f"Port {self.port} on {self.bind} cannot be used ({problem}). "
                f"Choose another: PORT={self.port + 1} make demo"
            )

    def problem(self) -> str:
        family = socket.AF_INET6 if ":" in self.bind else socket.AF_INET
        try:
            socket.create_server((self.bind, self.port), family=family).close()
        except OSError as error:
            return os.strerror(error.errno) if error.errno else str(error)
        return ""


def address_from(bind: str, port: str) -> Address:
    """Raises AddressError for a port that is no port number."""
    if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65_535:
        raise AddressError(f"PORT must be a number from 1 to 65535, not {port!r}.")
    return Address(bind, int(port))
