"""Letters and addresses that the receiver's mail server has refused for good."""

import re
from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from exchange.notices.kinds import can_be_turned_off
from exchange.notices.models import Letter, RefusedAddress
from exchange.notices.services import wake_sender

PERMANENT = 500
SENT_AGAIN = timedelta(days=14)
"""Older letters are no news any more; their text is removed."""
ENHANCED = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")


def permanent_code(error: Exception) -> str:
    """ "550 5.1.1" for a refusal that trying again does not change, else "".

    Nothing else of the answer is kept: its text may hold addresses.
    """
    if isinstance(error, SMTPDataError):
        return _code(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPRecipientsRefused) and isinstance(error.recipients, Mapping):
        answers = [_code(code, text) for code, text in error.recipients.values()]
        return answers[0] if answers and all(answers) else ""
    return ""


def _code(code: int, text: bytes | str) -> str:
    if code < PERMANENT:
        return ""
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    enhanced = ENHANCED.match(words)
    return f"{code} {enhanced[1]}" if enhanced else str(code)


@transaction.atomic
def note_refusal(letter: Letter, code: str, *, is_address: bool) -> None:
    """The letter is not tried again; of its address staff are told where that was refused."""
    Letter.objects.filter(pk=letter.pk, sent_at=None).update(
        refused_at=timezone.now(), refused_code=code, last_error=""
    )
    if is_address:
        RefusedAddress.objects.update_or_create(
            address=letter.to.lower(), defaults={"code": code, "refused_at": timezone.now()}
        )


def known_refusal(letter: Letter) -> str:
    """The code with which the address was refused before; letters that one may turn off are not
    tried then. Those about login and security are, once each: they also find out that the address
    works again."""
    if not can_be_turned_off(letter.kind):
        return ""
    known = RefusedAddress.objects.filter(address=letter.to.lower()).first()
    return known.code if known else ""


def forget_refusal(address: str) -> None:
    """A letter got through."""
    RefusedAddress.objects.filter(address=address.lower()).delete()


def refused_addresses() -> QuerySet[RefusedAddress]:
    """The newest first."""
    return RefusedAddress.objects.order_by("-refused_at", "-pk")


@transaction.atomic
def try_again(refused: QuerySet[RefusedAddress]) -> int:
    """Forget these refusals, and send what was refused lately; how many addresses."""
    found = list(refused.select_for_update())
    lately = timezone.now() - SENT_AGAIN
    for one in found:
        letters = Letter.objects.filter(to__iexact=one.address, refused_at__gt=lately)
        letters.exclude(body="").update(
            refused_at=None, refused_code="", attempts=0, next_try_at=timezone.now()
        )
    RefusedAddress.objects.filter(pk__in=[one.pk for one in found]).delete()
    transaction.on_commit(wake_sender, robust=True)
    return len(found)


def empty_old_refused() -> int:
    """Remove the text of letters that were refused so long ago that nobody sends them any more."""
    before = timezone.now() - SENT_AGAIN
    old = Letter.objects.filter(refused_at__lt=before).exclude(body="")
    return old.update(body="")
