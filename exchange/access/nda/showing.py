"""What the pages about access say, to each side what that side may know."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.tables import full_name
from exchange.access.contacts.showing import about_asker
from exchange.access.models import AccessEvent, AccessRequest, CompanyRule, Side
from exchange.access.nda.queries import standing, word_on
from streams.web.numbers import day_text, moment_text

State = AccessRequest.State
ICONS = {
    State.WAITING: "clock",
    State.ASKED_BACK: "megaphone",
    State.CONSENT: "clock",
    State.SIGNING: "pencil",
    State.OPEN: "unlock",
    State.REFUSED: "close",
    State.WITHDRAWN: "close",
    State.ENDED: "lock",
}
TURNS = {
    State.WAITING: Side.STAFF,
    State.ASKED_BACK: Side.ASKER,
    State.CONSENT: Side.OWNER,
    State.SIGNING: Side.ASKER,
}
KEPT_FROM_ASKER = (AccessEvent.What.EXTEND,)


def may_name_owner(request: AccessRequest, reader: Side) -> bool:
    """Whoever asked reads only what the listing shows; the cluster, where it may act for him."""
    if reader == Side.OWNER or request.owner_named:
        return True
    return reader == Side.STAFF and request.owner.cluster_may_act


def owner_text(request: AccessRequest, reader: Side) -> str:
    return request.owner.name if may_name_owner(request, reader) else ""


def title_of(request: AccessRequest) -> str:
    """The first listing, and how many more."""
    listings = list(request.listings.all())
    first, more = listings[0].title if listings else "–", len(listings) - 1
    if more < 1:
        return first
    return _("%(title)s and %(count)s more") % {"title": first, "count": more}


def is_turn(request: AccessRequest, side: Side) -> bool:
    if request.extend_to is not None and side == Side.OWNER:
        return True
    return TURNS.get(State(request.state)) == side


def row(request: AccessRequest, side: Side) -> dict[str, Any]:
    """A line in a list of requests."""
    return {
        "title": title_of(request),
        "url": reverse("access_request", args=[request.public_id]),
        "asker": request.asker_company.name,
        "other": owner_text(request, side),
        "state": request.get_state_display(),
        "icon": ICONS[State(request.state)],
        "turn": _("Your turn") if is_turn(request, side) else "",
        "until": day_text(request.until) if request.until and request.state == State.OPEN else "",
        "moved": day_text(request.moved_at),
        "purpose": request.purpose,
    }


def events(request: AccessRequest, reader: Side) -> list[dict[str, Any]]:
    """What was done and said, in order. Only the cluster reads its own notes."""
    found: Iterable[AccessEvent] = request.events.select_related("actor")
    return [
        {
            "who": event_side(request, one, reader),
            "person": full_name(one.actor) if one.actor and reader == Side.STAFF else "",
            "what": one.get_what_display(),
            "text": event_text(one),
            "at": moment_text(one.at),
            "private": one.private,
        }
        for one in found
        if shows(one, reader)
    ]


def shows(event: AccessEvent, reader: Side) -> bool:
    if reader == Side.STAFF:
        return True
    if reader == Side.ASKER and event.what in KEPT_FROM_ASKER:
        return False
    said_between = event.what in (AccessEvent.What.ASKED_BACK, AccessEvent.What.ANSWERED)
    if reader == Side.OWNER and said_between:
        return False
    return not event.private


def event_side(request: AccessRequest, event: AccessEvent, reader: Side) -> str:
    if event.side == reader:
        return _("You")
    if event.side == Side.STAFF:
        return _("The cluster") if event.actor_id else _("The exchange")
    if event.side == Side.ASKER:
        return request.asker_company.name
    return owner_text(request, reader) or _("The owner")


def event_text(event: AccessEvent) -> str:
    """A day that stands in an event is written as days are."""
    if event.what in (AccessEvent.What.EXTEND, AccessEvent.What.EXTENDED):
        return _("until %s") % day_text(date.fromisoformat(event.text))
    return event.text


def checks(request: AccessRequest) -> list[dict[str, Any]]:
    """What the cluster looks at before it approves: whether it is good, and in words."""
    company, counts = request.asker_company, standing(request.asker_company)
    found = [
        {
            "good": bool(company.organisation_number),
            "text": _("Organisation number %s") % company.organisation_number
            if company.organisation_number
            else _("No organisation number is known"),
        },
        {
            "good": counts["opened"] > 0,
            "text": ngettext(
                "%s signed access before", "%s signed accesses before", counts["opened"]
            )
            % counts["opened"]
            if counts["opened"]
            else _("New here: no access before"),
        },
        {"good": True, "text": _("%s open now") % counts["live"]},
    ]
    if counts["refused"]:
        text = ngettext("Turned down %s time", "Turned down %s times", counts["refused"])
        found.append({"good": False, "text": text % counts["refused"]})
    known = may_name_owner(request, Side.STAFF)
    if known and company.industry_id and company.industry_id == request.owner.industry_id:
        found.append({"good": False, "text": _("Same industry as the owner: may be a competitor")})
    word = word_on(request.owner_id, company)
    if word == CompanyRule.Word.NEVER:
        text = _("The owner has said that nothing opens to this company. It must not notice that.")
        found.append({"good": False, "text": text})
    if word == CompanyRule.Word.YES:
        found.append({"good": True, "text": _("The owner has approved this company beforehand")})
    return found


def about(request: AccessRequest) -> list[dict[str, str]]:
    return about_asker(request.asker_company)


def can_undo(request: AccessRequest, window: timedelta) -> bool:
    return bool(
        request.approved_at
        and request.consented_at is None
        and request.state in (State.CONSENT, State.SIGNING)
        and request.approved_at > timezone.now() - window
    )
