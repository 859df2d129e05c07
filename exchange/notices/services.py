"""Tells people something, in the transaction of whoever has something to tell."""

from contextlib import suppress

from celery import signature
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from kombu.exceptions import OperationalError

from exchange.notices.choices import pace_of
from exchange.notices.kinds import Pace
from exchange.notices.models import Letter, Notice
from exchange.notices.texts import letter_text, one_line

SHORT = 200
SENDER = "exchange.notices.tasks.send_letters"


def notify(
    *,
    person_id: int,
    kind: str,
    subject: str,
    body: str,
    path: str,
    dedupe_key: str = "",
    lead: str = "",
    why: str = "",
) -> bool:
    """Write a notice, and as the person has chosen a letter now, one a day, or none.

    Texts are in the person's language, which is the active one. They hold only what the person may
    see at this moment: neither notice nor letter is taken back. `path` is an address of this site
    ("/konto/venter/", or ""). `lead` leads to it in the letter, and `why` says why the person gets
    it; both have words of their own where nothing is given. Returns False, writing nothing, where
    the person has a notice with this key. Raises KeyError for a kind that is not declared,
    ValueError for an address elsewhere.
    """
    if path and (not path.startswith("/") or path.startswith(("//", "/\\"))):
        raise ValueError("A notice leads to an address of this site.")
    with transaction.atomic():
        notice = Notice(
            person_id=person_id,
            kind=kind,
            language=get_language() or "",
            subject=one_line(subject, SHORT),
            body=body.strip(),
            path=path,
            dedupe_key=dedupe_key,
            pace=pace_of(person_id, kind),
        )
        if not _is_new(notice):
            return False
        if notice.pace == Pace.NOW:
            queue_letter(
                to=_address_of(person_id),
                subject=notice.subject,
                body=letter_text(notice, lead=lead, why=why),
                kind=kind,
                person_id=person_id,
            )
    return True


def queue_letter(
    *,
    to: str,
    subject: str,
    body: str,
    dedupe_key: str = "",
    kind: str = "",
    person_id: int | None = None,
) -> None:
    """Have a letter sent once the transaction of the caller has ended; undone with it.

    For what must be a letter whatever the person has chosen; all else goes through `notify`. A
    letter whose key was used before is not written again.
    """
    letter = Letter(
        to=to,
        subject=one_line(subject, SHORT),
        body=body,
        dedupe_key=dedupe_key,
        kind=kind,
        person_id=person_id,
        language=get_language() or "",
    )
    Letter.objects.bulk_create([letter], ignore_conflicts=bool(dedupe_key))
    transaction.on_commit(wake_sender, robust=True)


def wake_sender() -> None:
    """Have letters sent now. Without a broker they go with the next round of the clock."""
    with suppress(OperationalError):
        signature(SENDER).apply_async(retry=False, ignore_result=True)


def mark_read(*, person_id: int, public_id: str = "") -> int:
    """One of the person's own notices, or all; how many were unread."""
    unread = Notice.objects.filter(person_id=person_id, read_at=None)
    if public_id:
        unread = unread.filter(public_id=public_id)
    return unread.update(read_at=timezone.now())


def _is_new(notice: Notice) -> bool:
    """Whether the notice was saved: of two at once with the same key, one is."""
    saved = Notice.objects.bulk_create([notice], ignore_conflicts=bool(notice.dedupe_key))
    return Notice.objects.filter(public_id=saved[0].public_id).exists()


def _address_of(person_id: int) -> str:
    people = get_user_model()
    return str(people.objects.values_list(people.EMAIL_FIELD, flat=True).get(pk=person_id))
