"""What the pages about contact say, to each side what that side may know."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from companies.models import Company
from companies.tables import full_name
from exchange.access.models import (
    ContactMessage,
    ContactOutcome,
    ContactRequest,
    Delivery,
    Side,
)
from streams.web.downloads import file_kind
from streams.web.names import current_names
from streams.web.numbers import day_text, moment_text, with_unit, written

State = ContactRequest.State
ICONS = {
    State.SENT: "mail",
    State.DIALOGUE: "group",
    State.AGREED: "check_circle",
    State.DEAD_END: "close",
    State.WITHDRAWN: "close",
}


def may_name_owner(request: ContactRequest, reader: Side) -> bool:
    """Whoever asked reads it once the owner has named himself; the cluster, too, where the owner
    lets it act for him."""
    if reader == Side.OWNER or request.owner_named_at is not None:
        return True
    return reader == Side.STAFF and request.owner.cluster_may_act


def other_party(request: ContactRequest, side: Side) -> str:
    """Who is at the other end; "" where that is not known yet."""
    if side == Side.OWNER:
        return request.asker_company.name
    return request.owner.name if may_name_owner(request, side) else ""


def row(request: ContactRequest, side: Side) -> dict[str, Any]:
    """A line in a list of requests."""
    turn = request.is_open and request.waits_for == side
    return {
        "title": request.listing_title,
        "url": reverse("contact_request", args=[request.public_id]),
        "other": other_party(request, side),
        "asker": request.asker_company.name,
        "state": request.get_state_display(),
        "icon": ICONS[State(request.state)],
        "turn": _("Your turn") if turn else "",
        "moved": day_text(request.moved_at),
        "purpose": request.purpose,
    }


def about_asker(company: Company) -> list[dict[str, str]]:
    """Who asks, as the owner and the cluster see it."""
    lines = [(_("Company"), company.name)]
    if company.organisation_number:
        lines.append((_("Organisation number"), company.organisation_number))
    if company.industry:
        lines.append((_("Industry"), current_names().industry(company.industry.code)))
    return [{"label": label, "text": text} for label, text in lines]


def speaker(request: ContactRequest, side: Side, reader: Side) -> str:
    """A side's name as another reads it."""
    if side == reader:
        return _("You")
    if side == Side.STAFF:
        return _("The cluster")
    if side == Side.ASKER:
        return request.asker_company.name
    return request.owner.name if may_name_owner(request, reader) else _("The owner")


def thread(
    request: ContactRequest, messages: Iterable[ContactMessage], reader: Side
) -> list[dict[str, Any]]:
    """Messages, oldest first. People are named once both sides have agreed."""
    agreed = request.state == State.AGREED
    return [
        {
            "who": speaker(request, Side(one.side), reader),
            "person": full_name(one.author) if agreed and one.side != reader else "",
            "own": one.side == reader,
            "at": moment_text(one.at),
            "text": one.text,
            "file": file_of(request, one),
        }
        for one in messages
    ]


def file_of(request: ContactRequest, message: ContactMessage) -> dict[str, str] | None:
    if not message.file:
        return None
    return {
        "title": message.file_title,
        "kind": file_kind(message.file_type),
        "url": reverse("contact_file", args=[request.public_id, message.public_id]),
    }


def people(request: ContactRequest, spoke: Sequence[ContactMessage]) -> list[dict[str, str]]:
    """Names and addresses of both sides, once both have agreed to be known."""
    if request.state != State.AGREED:
        return []
    found = {(Side.ASKER, request.asker_id): request.asker}
    found |= {(Side(one.side), one.author_id): one.author for one in spoke if one.side != "staff"}
    return [
        {
            "company": (request.owner if side == Side.OWNER else request.asker_company).name,
            "name": full_name(person),
            "email": person.email,
        }
        for (side, _pk), person in found.items()
    ]


def outcomes(request: ContactRequest, reader: Side) -> list[dict[str, str]]:
    """What each side has said became of it."""
    return [
        {"who": speaker(request, Side(one.side), reader), "text": outcome_text(one)}
        for one in request.outcomes.order_by("side")
    ]


def outcome_text(outcome: ContactOutcome) -> str:
    parts = []
    if outcome.tonnes is not None:
        parts.append(_("%s a year") % with_unit(written(outcome.tonnes), "t"))
    if outcome.starts_on:
        parts.append(_("from %s") % day_text(outcome.starts_on))
    if outcome.replaces:
        parts.append(_("replaces %s") % outcome.replaces)
    return ", ".join(parts) or _("Nothing said yet")


def deliveries(request: ContactRequest) -> list[dict[str, Any]]:
    """Year by year what each side says; the same from both is confirmed."""
    found: dict[int, dict[str, Delivery]] = {}
    for one in request.deliveries.order_by("-year"):
        found.setdefault(one.year, {})[one.side] = one
    return [
        {
            "year": year,
            "asker": tonnes_text(by_side.get(Side.ASKER)),
            "owner": tonnes_text(by_side.get(Side.OWNER)),
            "confirmed": len({one.tonnes for one in by_side.values()}) == 1 and len(by_side) == 2,
        }
        for year, by_side in found.items()
    ]


def tonnes_text(delivery: Delivery | None) -> str:
    return with_unit(written(delivery.tonnes), "t") if delivery else "–"
