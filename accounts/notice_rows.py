"""What pages show of notices and of refused addresses: plain data for templates."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from exchange.notices.kinds import KINDS
from exchange.notices.models import Letter, Notice, RefusedAddress


def notice_rows(notices: Iterable[Notice]) -> list[dict[str, Any]]:
    return [
        {
            "public_id": one.public_id,
            "subject": one.subject,
            "body": one.body,
            "at": moment(one.created_at),
            "kind": KINDS[one.kind].label if one.kind in KINDS else "",
            "is_unread": one.read_at is None,
            "url": reverse("notice_open", args=[one.public_id]) if one.path else "",
        }
        for one in notices
    ]


def refused_rows(refused: Sequence[RefusedAddress]) -> list[dict[str, Any]]:
    """One for each address, with whoever has it. Two queries."""
    addresses = [one.address for one in refused]
    people = {user.email: user for user in User.objects.filter(email__in=addresses)}
    letters = dict(
        Letter.objects.filter(to__in=addresses, refused_at__isnull=False)
        .values_list("to")
        .annotate(Count("pk"))
    )
    return [
        {
            "address": one.address,
            "person": name_of(people.get(one.address)),
            "code": one.code,
            "meaning": meaning(one.code),
            "at": moment(one.refused_at),
            "letters": letters.get(one.address, 0),
            "again_url": reverse("refused_again", args=[one.public_id]),
        }
        for one in refused
    ]


def name_of(person: User | None) -> str:
    if person is None:
        return _("Nobody here has this address")
    return person.name or person.email


def meaning(code: str) -> str:
    """What a mail server means by its code (RFC 3463), as far as it helps."""
    _basic, _space, enhanced = code.partition(" ")
    subject = enhanced[:4]
    if enhanced in ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"):
        return _("The address does not exist. Is it spelled right, has the person left?")
    if subject == "5.2.":
        return _("The mailbox is closed or full.")
    if subject == "5.7." or code.startswith("554"):
        return _("The server does not take letters from us. If it is so for many, tell operations.")
    return _("The server does not take letters for this address.")


def moment(at: datetime) -> str:
    return date_format(localtime(at), "SHORT_DATETIME_FORMAT")
