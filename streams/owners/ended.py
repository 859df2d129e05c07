"""How a listing that is out of use is told of to its owner, and the way back."""

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


def own_side(record_id: str) -> dict[str, Any]:
    """What the listing's own page says to its owner: how it stands, and what can be done with it.

    One query.
    """
    record = Record.objects.filter(pk=record_id).first()
    return {"standing": standing(record), "ways": ways(record)} if record else {}


def standing(record: Record) -> dict[str, Any] | None:
    """Context of a notice; nothing to say of one that is published."""
    ending = ending_shown(record)
    if ending["ended"] or record.state == State.DISCONTINUED:
        title = "" if record.delete_at else State.DISCONTINUED.label
        return notice(title, ending["ended"], ending["back_url"], ending["back"])
    if record.state == State.DRAFT:
        address = reverse("review", args=[record.pk])
        return notice(
            State.DRAFT.label, _("Nobody else sees the listing."), address, _("Look over")
        )
    return None


def notice(title: Any, text: str, url: str, label: str) -> dict[str, Any]:
    return {"title": title, "text": text, "url": url, "label": label}


def ways(record: Record) -> list[dict[str, str]]:
    """Out of sight for a while, for good, or away; as far as the listing is not there already."""
    known = (
        ("withdraw", _("Take down"), record.state == State.PUBLISHED),
        ("discontinue", _("Discontinue"), record.state != State.DISCONTINUED),
        ("delete_listing", _("Delete"), True),
    )
    return [
        {"label": label, "url": reverse(name, args=[record.pk])}
        for name, label, is_open in known
        if is_open and record.delete_at is None
    ]


def discontinued_text(record: Record) -> str:
    """ "2024: It no longer arises. Furnace 2 is closed", or what of it is known."""
    reason = str(EndReason(record.ended_reason).label) if record.ended_reason else ""
    why = ". ".join(filter(None, [reason, record.ended_note]))
    return ": ".join(filter(None, [str(record.ended_year or ""), why]))
