"""A worker that is killed while it sends loses no letter, and repeats one only where SMTP leaves
it no way to know; a repeated one has the same Message-ID."""

import os
import signal
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from exchange.celery import app
from exchange.notices.choices import choose
from exchange.notices.kinds import Pace
from exchange.notices.models import Letter, Notice
from exchange.notices.services import notify, queue_letter
from exchange.notices.tasks import CLAIMED_FOR, send_digests, send_letters
from tests.exchange.postbox import Postbox, open_postbox
from tests.exchange.programs import Program, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 40.0
READY = " ready."
BLOCKED = """SELECT pid FROM pg_locks
WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"""


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with open_postbox() as box:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.DIGEST_HOUR = box.port, 0
        yield box


def database_address() -> str:
    """Of the tests' own database, for another process."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def worker(tmp_path: Path, port: int) -> Iterator[tuple[Program, str]]:
    """A real worker with a queue of its own, in one process, so that one kill ends all of it."""
    queue = f"test-{uuid.uuid4().hex}"
    arguments = ["--app", "exchange.celery", "worker", "--pool", "solo", "--queues", queue,
                 "--loglevel", "info", "--without-gossip", "--without-mingle"]  # fmt: skip
    program = Program(
        "celery", *arguments, log=tmp_path / f"{queue}.log", TESTING="1",
        DATABASE_URL=database_address(), REDIS_URL=os.environ["REDIS_URL"], EMAIL_BACKEND=SMTP,
        EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(port), DIGEST_HOUR="0",
    )  # fmt: skip
    try:
        program.wait_for(READY, SECONDS)
        yield program, queue
    finally:
        if program.process.poll() is None:
            program.end_with(signal.SIGKILL)
        with app.connection_for_write() as broker:
            broker.default_channel.queue_delete(queue)


def kill(program: Program) -> None:
    assert program.end_with(signal.SIGKILL) == -signal.SIGKILL


def make_due() -> None:
    Letter.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def blocked() -> list[int]:
    """Processes of the database that wait for what this transaction holds."""
    with connection.cursor() as cursor:
        cursor.execute(BLOCKED)
        return [row[0] for row in cursor.fetchall()]


def kill_while_it_waits(program: Program) -> None:
    """The worker and its session at the database, which would otherwise go on without it."""
    eventually(lambda: bool(blocked()), SECONDS)
    (session,) = blocked()
    kill(program)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [session])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize(
    ("point", "copies"),
    [("greeting", 1), ("data", 1), ("taken", 2)],
    ids=["claimed", "about to send the text", "taken and not acknowledged"],
)
def test_a_letter_outlives_its_sender(
    postbox: Postbox, tmp_path: Path, point: str, copies: int
) -> None:
    queue_letter(to="kari@smelter.example", subject="Møte", body="Hei")
    postbox.stand_still_at = point
    with worker(tmp_path, postbox.port) as (program, queue):
        send_letters.apply_async(queue=queue)
        assert postbox.reached.wait(SECONDS), program.output()
        kill(program)
    postbox.go_on.set()
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.attempts) == (None, 1)
    assert letter.next_try_at > timezone.now() + CLAIMED_FOR / 2
    assert send_letters() == 0, "somebody may still be sending it"
    assert_told_once(postbox, copies)


def test_a_worker_killed_before_it_notes_what_was_acknowledged(
    postbox: Postbox, tmp_path: Path
) -> None:
    """Nothing can tell this one from the one before; the receiver can, by the Message-ID."""
    queue_letter(to="kari@smelter.example", subject="Møte", body="Hei")
    postbox.stand_still_at = "taken"
    with worker(tmp_path, postbox.port) as (program, queue):
        send_letters.apply_async(queue=queue)
        assert postbox.reached.wait(SECONDS), program.output()
        with transaction.atomic():
            Letter.objects.select_for_update().get()
            postbox.go_on.set()
            kill_while_it_waits(program)
    assert Letter.objects.get().sent_at is None
    assert_told_once(postbox, 2)


def assert_told_once(postbox: Postbox, copies: int) -> None:
    """Sent when the claim is over, and never after that; as one letter to who reads its id."""
    make_due()
    assert send_letters() == 1
    make_due()
    assert send_letters() == 0
    letter = Letter.objects.get()
    assert letter.sent_at
    assert len(postbox.received) == copies
    assert set(postbox.message_ids()) == {f"<{letter.message_id}@localhost>"}


def test_a_daily_letter_half_written_is_written_once_to_each(
    postbox: Postbox, tmp_path: Path
) -> None:
    people = [User.objects.create_user(f"{name}@works.example") for name in ("ola", "kari", "per")]
    for person in people:
        choose(person_id=person.pk, kind="waiting", pace=Pace.DAILY)
        notify(person_id=person.pk, kind="waiting", subject="Nytt", body="Nytt", path="/")
    Notice.objects.update(created_at=timezone.now() - timedelta(days=2))
    with worker(tmp_path, postbox.port) as (program, queue), transaction.atomic():
        Notice.objects.select_for_update().get(person=people[1])
        send_digests.apply_async(queue=queue)
        kill_while_it_waits(program)
    assert digests() == 1
    assert Notice.objects.filter(gathered_at=None).count() == 2
    assert send_digests() == 2
    assert send_digests() == 0
    assert send_letters() == 3
    assert sorted(message["To"] for message in postbox.received) == sorted(
        person.email for person in people
    )


def digests() -> int:
    return Letter.objects.filter(kind="digest").count()
