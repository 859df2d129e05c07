"""Letters are written with what they tell of, leave once, and are tried again when that fails."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.message import Message
from smtplib import SMTPServerDisconnected
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as Receiver
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from exchange.celery import app
from exchange.notices.models import Letter
from exchange.notices.services import queue_letter
from exchange.notices.tasks import LONGEST_WAIT, MOST_ATTEMPTS, send_letters, wait_after

BROKEN = f"{__name__}.BrokenBackend"


class BrokenBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Any) -> int:
        raise SMTPServerDisconnected("kari@smelter.example")


class Postbox(Receiver):
    def __init__(self) -> None:
        super().__init__()
        self.received: list[Message] = []

    def handle_message(self, message: Message) -> None:
        self.received.append(message)


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Controller]]:
    box = Postbox()
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, controller
    controller.stop()


def write(key: str = "", subject: str = "Nytt medlem") -> None:
    queue_letter(to="kari@smelter.example", subject=subject, body="Hei æøå", dedupe_key=key)


def make_due() -> None:
    Letter.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_letter_leaves_once_and_its_text_is_not_kept() -> None:
    write()
    assert send_letters() == 1
    assert send_letters() == 0
    (message,) = mail.outbox
    assert message.body == "Hei æøå"
    assert message.to == ["kari@smelter.example"]
    letter = Letter.objects.get()
    assert letter.sent_at
    assert letter.body == ""


@pytest.mark.django_db
def test_same_key_is_written_once() -> None:
    write("member:1")
    write("member:1")
    write("member:2")
    write()
    write()
    assert Letter.objects.count() == 4


@pytest.mark.django_db
def test_subject_is_one_line() -> None:
    write(subject="Hei\nBcc: all@smelter.example\r\n")
    assert Letter.objects.get().subject == "Hei Bcc: all@smelter.example"


@pytest.mark.django_db(transaction=True)
def test_letter_is_undone_with_what_it_tells_of() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_failed_letter_waits_and_is_tried_again(settings: Any) -> None:
    write()
    settings.EMAIL_BACKEND = BROKEN
    assert send_letters() == 0
    letter = Letter.objects.get()
    assert (letter.attempts, letter.last_error) == (1, "SMTPServerDisconnected")
    assert letter.next_try_at > timezone.now()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_letters() == 0
    make_due()
    assert send_letters() == 1
    assert Letter.objects.get().last_error == ""


@pytest.mark.django_db
def test_letter_is_given_up_in_the_end(settings: Any) -> None:
    write()
    settings.EMAIL_BACKEND = BROKEN
    for _attempt in range(MOST_ATTEMPTS + 3):
        make_due()
        send_letters()
    assert Letter.objects.get().attempts == MOST_ATTEMPTS


def test_waits_grow_to_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]
    assert waits[0] == timedelta(minutes=1)
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


@pytest.mark.django_db(transaction=True)
def test_several_senders_at_once_send_each_letter_once() -> None:
    for _number in range(20):
        write()

    def run() -> int:
        try:
            return send_letters()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        sent = [job.result(30) for job in [threads.submit(run) for _thread in range(4)]]
    assert sum(sent) == 20
    assert len(mail.outbox) == 20


@pytest.mark.django_db
def test_letter_arrives_over_smtp(settings: Any, postbox: tuple[Postbox, Controller]) -> None:
    box, controller = postbox
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    write(subject="Møte")
    assert send_letters() == 1
    (message,) = box.received
    assert str(Letter.objects.get().message_id) in message["Message-ID"]
    assert message.get_content_type() == "text/plain"


def test_the_clock_sends_what_waits() -> None:
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert send_letters.name in tasks
