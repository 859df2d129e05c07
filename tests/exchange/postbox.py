"""A mail server on this machine that keeps what it takes, and can stand still or refuse."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from typing import cast

LONGEST = 30.0


class Postbox(socketserver.ThreadingTCPServer):
    """`stand_still_at` names where it waits once for `go_on`: "greeting", "data" (before the text
    is sent), or "taken" (the text is kept, and not yet acknowledged). `refusals` are answers to
    RCPT by address, `refused_text` one to the text."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received: list[Message] = []
        self.refusals: dict[str, str] = {}
        self.refused_text = ""
        self.asked: list[str] = []
        self.stand_still_at = ""
        self.reached, self.go_on = threading.Event(), threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]

    def pass_point(self, name: str) -> None:
        if name == self.stand_still_at and not self.reached.is_set():
            self.reached.set()
            self.go_on.wait(LONGEST)


class Session(socketserver.StreamRequestHandler):
    """One conversation, as far as a client needs it."""

    timeout = LONGEST

    @property
    def box(self) -> Postbox:
        return cast("Postbox", self.server)

    def handle(self) -> None:
        try:
            self.converse()
        except OSError:
            return

    def converse(self) -> None:
        self.box.pass_point("greeting")
        self.say("220 postbox")
        while line := self.rfile.readline():
            command = line.decode().strip()
            word = command[:4].upper()
            if word == "DATA":
                self.take()
            else:
                self.say(self.answer(word, command))
            if word == "QUIT":
                return

    def answer(self, word: str, command: str) -> str:
        if word != "RCPT":
            return "221 bye" if word == "QUIT" else "250 ok"
        address = command.partition("<")[2].partition(">")[0]
        self.box.asked.append(address)
        return self.box.refusals.get(address, "250 ok")

    def take(self) -> None:
        self.box.pass_point("data")
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        if line == b"":
            return
        if not self.box.refused_text:
            self.box.received.append(message_from_bytes(b"".join(lines)))
        self.box.pass_point("taken")
        self.say(self.box.refused_text or "250 taken")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def open_postbox() -> Iterator[Postbox]:
    with Postbox() as box:
        thread = threading.Thread(target=box.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield box
        finally:
            box.go_on.set()
            box.shutdown()
            thread.join(5)
