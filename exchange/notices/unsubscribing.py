"""Links that turn off letters of one kind for one person, without login.

Signed, and with the moment they were made. Neither name nor address nor number of the person
stands in them.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from exchange.notices.kinds import can_be_turned_off
from exchange.notices.models import Recipient
from exchange.notices.texts import address

SALT = "exchange.notices.unsubscribe"
HOLDS = timedelta(days=365)


def unsubscribe_link(person_id: int, kind: str) -> str:
    recipient, _is_new = Recipient.objects.get_or_create(person_id=person_id)
    token = signing.dumps([kind, recipient.public_id], salt=SALT)
    return address(reverse("unsubscribe", args=[token]))


def meant_by(token: str) -> tuple[int, str] | None:
    """Person and kind; None alike for a link that is forged, broken, old, or of nobody known."""
    try:
        kind, public_id = signing.loads(token, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    recipient = Recipient.objects.filter(public_id=public_id).first()
    if recipient is None or not can_be_turned_off(kind):
        return None
    return recipient.person_id, kind
