"""Sends the letters of the outbox; started by queue_letter, and by the clock for what failed."""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPException

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from exchange.notices.models import Letter

logger = logging.getLogger(__name__)
BATCH = 200
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


@shared_task(ignore_result=True)
def send_letters() -> int:
    """Send what is due, oldest first, and return how many left.

    Any number of these may run at once: a letter is sent by the one that claims it. One that
    was cut short between claim and sending is tried again after the wait.
    """
    now = timezone.now()
    due = Letter.objects.filter(sent_at=None, next_try_at__lte=now, attempts__lt=MOST_ATTEMPTS)
    waiting = list(due.order_by("created_at", "pk").values_list("pk", "attempts")[:BATCH])
    return sum(send(pk) for pk, attempts in waiting if claim(pk, attempts, now))


def claim(letter_id: int, attempts: int, now: datetime) -> bool:
    """Take a letter that nobody else has taken since it was read."""
    untouched = Letter.objects.filter(pk=letter_id, sent_at=None, attempts=attempts)
    taken = untouched.update(attempts=F("attempts") + 1, next_try_at=now + wait_after(attempts + 1))
    return taken == 1


def wait_after(attempts: int) -> timedelta:
    """One minute after the first attempt, then twice as long each time, six hours at most."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def send(letter_id: int) -> bool:
    """Send a claimed letter. Of an error only its kind is kept: its text may hold addresses."""
    letter = Letter.objects.get(pk=letter_id)
    try:
        message_of(letter).send()
    except (SMTPException, OSError, ValueError) as error:
        note_failure(letter, type(error).__name__)
        return False
    Letter.objects.filter(pk=letter_id).update(sent_at=timezone.now(), body="", last_error="")
    return True


def message_of(letter: Letter) -> EmailMessage:
    """The same Message-ID at every attempt, so that a receiver can tell a repeated letter."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{letter.message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, letter.body, to=[letter.to], headers=headers)


def note_failure(letter: Letter, kind: str) -> None:
    Letter.objects.filter(pk=letter.pk).update(last_error=kind)
    if letter.attempts >= MOST_ATTEMPTS:
        logger.error(f"a letter was given up after {letter.attempts} attempts: {kind}")
