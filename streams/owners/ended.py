"""How a listing that is out of use is told of on the company's page, and the way back."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from streams.register.models import Record
from streams.vocabulary import EndReason, State
from streams.web.numbers import day_text


def ending_shown(record: Record) -> dict[str, Any]:
    """`ended` is a line under the title; `back` and `back_url` undo it. "" for others."""
    if record.delete_at is not None:
        return {
            "ended": _("Will be deleted on %s") % day_text(record.delete_at),
            "back": _("Keep it"),
            "back_url": reverse("keep_listing", args=[record.pk]),
        }
    if record.state == State.DISCONTINUED:
        return {
            "ended": discontinued_text(record),
            "back": _("Take up again"),
            "back_url": reverse("resume_listing", args=[record.pk]),
        }
    return {"ended": "", "back": "", "back_url": ""}


def discontinued_text(record: Record) -> str:
    """ "2024: It no longer arises. Furnace 2 is closed", or what of it is known."""
    reason = str(EndReason(record.ended_reason).label) if record.ended_reason else ""
    why = ". ".join(filter(None, [reason, record.ended_note]))
    return ": ".join(filter(None, [str(record.ended_year or ""), why]))
