"""Writes letters into the outbox; called by services inside their own transaction."""

from contextlib import suppress

from django.db import transaction
from kombu.exceptions import OperationalError

from exchange.notices.models import Letter
from exchange.notices.tasks import send_letters


def queue_letter(*, to: str, subject: str, body: str, dedupe_key: str = "") -> None:
    """Have a letter sent once the transaction of the caller has ended; undone with it.

    A letter whose key was used before is not written again.
    """
    letter = Letter(
        to=to, subject=" ".join(subject.split())[:200], body=body, dedupe_key=dedupe_key
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=bool(dedupe_key))
    transaction.on_commit(wake_sender, robust=True)


def wake_sender() -> None:
    """Have letters sent now. Without a broker they go with the next round of the clock."""
    with suppress(OperationalError):
        send_letters.apply_async(retry=False, ignore_result=True)
