"""Sends the letters of the outbox, writes the daily ones, forgets old notices; by the clock, and
what was just written at once."""

import logging
from datetime import timedelta
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import timezone

from exchange.notices.digests import write_digests
from exchange.notices.kinds import can_be_turned_off
from exchange.notices.models import Letter, Notice
from exchange.notices.refusals import (
    empty_old_refused,
    forget_refusal,
    known_refusal,
    note_refusal,
    permanent_code,
)
from exchange.notices.texts import with_ways_out
from exchange.notices.unsubscribing import unsubscribe_link

logger = logging.getLogger(__name__)
BATCH = 200
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)
CLAIMED_FOR = timedelta(minutes=10)
"""Longer than one letter can take: a dozen steps with the mail server, EMAIL_TIMEOUT each. Nobody
else takes the letter meanwhile; one whose sender has died is taken up after it."""


@shared_task(ignore_result=True)
def send_letters() -> int:
    """Send what is due, oldest first, and return how many left.

    Any number of these may run at once: a letter is sent by the one that claims it. One that
    was cut short between claim and sending is tried again when the claim is over.
    """
    due = Letter.objects.filter(
        sent_at=None,
        refused_at=None,
        next_try_at__lte=timezone.now(),
        attempts__lt=MOST_ATTEMPTS,
    )
    waiting = list(due.order_by("created_at", "pk").values_list("pk", "attempts")[:BATCH])
    return sum(send(pk) for pk, attempts in waiting if claim(pk, attempts))


@shared_task(ignore_result=True)
def send_digests() -> int:
    """Write the daily letters that are due, and return how many."""
    return write_digests(timezone.now())


@shared_task(ignore_result=True)
def forget_old_notices() -> int:
    """Remove notices after NOTICES_KEPT_DAYS, and the text of letters refused long ago.

    Returns how many notices.
    """
    empty_old_refused()
    before = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS)
    return Notice.objects.filter(created_at__lt=before).delete()[0]


def claim(letter_id: int, attempts: int) -> bool:
    """Take a letter that nobody else has taken since it was read."""
    untouched = Letter.objects.filter(
        pk=letter_id, sent_at=None, refused_at=None, attempts=attempts
    )
    claimed_until = timezone.now() + CLAIMED_FOR
    return untouched.update(attempts=F("attempts") + 1, next_try_at=claimed_until) == 1


def wait_after(attempts: int) -> timedelta:
    """One minute after the first attempt, then twice as long each time, six hours at most."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def send(letter_id: int) -> bool:
    """Send a claimed letter, unless it was withdrawn meanwhile."""
    letter = Letter.objects.filter(pk=letter_id, sent_at=None).first()
    if letter is None:
        return False
    if code := known_refusal(letter):
        note_refusal(letter, code, is_address=False)
        return False
    try:
        hand_over(letter)
    except (SMTPException, OSError, ValueError) as error:
        note_failure(letter, error)
        return not Letter.objects.filter(pk=letter_id, sent_at=None).exists()
    return True


def hand_over(letter: Letter) -> None:
    """Marked as sent as soon as the server has taken it, before goodbyes: what goes wrong after
    that must not send it again."""
    message = message_of(letter)
    with get_connection() as connection:
        message.connection = connection
        message.send()
        Letter.objects.filter(pk=letter.pk).update(
            sent_at=timezone.now(), body="", last_error="", refused_at=None, refused_code=""
        )
    forget_refusal(letter.to)


def message_of(letter: Letter) -> EmailMessage:
    """The same Message-ID at every attempt, so that a receiver can tell a repeated letter."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{letter.message_id}@{host}>", "Auto-Submitted": "auto-generated"}
    body = letter.body
    if letter.person_id and can_be_turned_off(letter.kind):
        link = unsubscribe_link(letter.person_id, letter.kind)
        headers |= one_click(link)
        body = with_ways_out(letter, link)
    return EmailMessage(letter.subject, body, to=[letter.to], headers=headers)


def one_click(link: str) -> dict[str, str]:
    """RFC 2369, and RFC 8058, which wants HTTPS."""
    headers = {"List-Unsubscribe": f"<{link}>"}
    if link.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def note_failure(letter: Letter, error: Exception) -> None:
    """Of an error only kind and code are kept: its text may hold addresses."""
    if code := permanent_code(error):
        note_refusal(letter, code, is_address=isinstance(error, SMTPRecipientsRefused))
        return
    kind = type(error).__name__
    unsent = Letter.objects.filter(pk=letter.pk, sent_at=None)
    failed = unsent.update(
        last_error=kind, next_try_at=timezone.now() + wait_after(letter.attempts)
    )
    if failed and letter.attempts >= MOST_ATTEMPTS:
        logger.error(f"a letter was given up after {letter.attempts} attempts: {kind}")
