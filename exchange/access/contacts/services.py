"""Writes about requests for contact. Each locks the request, and tells the other side by letter.

What a letter or a page tells the asker never depends on whose listing it is before the owner has
let himself be named.
"""

from datetime import date, timedelta
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.letters import write_letter
from accounts.models import User
from accounts.queries import viewer_for
from accounts.services import NotAllowedError
from companies.models import Company
from companies.public_ids import new_public_id
from exchange.access.contacts.queries import OPEN, QUIET, quiet_requests, readers_of, side_of
from exchange.access.models import (
    ContactMessage,
    ContactOutcome,
    ContactRequest,
    Delivery,
    Side,
)
from exchange.audit.services import record
from streams.catalogue.owner_of import owner_of
from streams.catalogue.search import opened
from streams.cleaning import cleaned

MOST_A_DAY = 20
"""Requests that one company may send: enough for business, too few to fish."""
MOST_REMINDERS = 3
State = ContactRequest.State
OTHER = {Side.ASKER: Side.OWNER, Side.OWNER: Side.ASKER}


class UnknownListingError(Exception):
    """The asker may not know of the listing, or it never was."""


class EndedError(Exception):
    """The request is no longer open for this: somebody has moved meanwhile."""


@transaction.atomic
def ask_contact(
    *, actor: User, company: Company, listing_id: str, purpose: str, use: str, volume: str
) -> ContactRequest:
    """Ask whoever owns a listing, for one of actor's companies.

    Raises UnknownListingError, NotAllowedError unless actor acts for the company and for no owner
    of the listing, ValidationError for a second open request or too many in a day.
    """
    viewer = viewer_for(actor)
    hit, owner = opened(viewer, listing_id), owner_of(listing_id)
    if hit is None or owner is None:
        raise UnknownListingError
    if company.pk not in viewer.company_ids or owner.pk in viewer.company_ids:
        raise NotAllowedError
    _require_room(company, listing_id)
    now = timezone.now()
    shown = hit.facts.get("owner", {}).get("precision") == "exact"
    made = ContactRequest(
        listing_id=listing_id, listing_title=hit.title, asker=actor, asker_company=company,
        owner=owner, owner_named_at=now if shown else None, purpose=" ".join(purpose.split()),
        use=use.strip(), volume=" ".join(volume.split()), moved_at=now,
    )  # fmt: skip
    made.full_clean()
    made.save()
    record(actor=actor, action="contact.ask", subject=f"contact:{made.pk}")
    _tell(made, Side.OWNER, "contact_asked")
    return made


def _require_room(company: Company, listing_id: str) -> None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    own = ContactRequest.objects.filter(asker_company=company)
    if own.filter(listing_id=listing_id, state__in=OPEN).exists():
        raise ValidationError(_("You have asked about this already. It is under Contacts."))
    today = own.filter(made_at__gt=timezone.now() - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise ValidationError(
            _("You have asked %(count)s owners within a day. Wait for their answers first.")
            % {"count": MOST_A_DAY}
        )


@transaction.atomic
def write_message(
    *,
    actor: User,
    request: ContactRequest,
    text: str,
    name_us: bool = False,
    upload: BinaryIO | None = None,
    title: str = "",
) -> ContactMessage:
    """Say something to the other side, with a file perhaps. The owner's first word begins the
    dialogue, and names the company where `name_us`.

    Raises NotAllowedError, EndedError, and ValidationError for an empty message or a bad file.
    """
    request, side = _locked(actor, request)
    text = text.strip()
    if not text and upload is None:
        raise ValidationError(_("Write something, or choose a file."))
    message = ContactMessage(request=request, side=side, author=actor, text=text)
    if upload is not None:
        _keep_file(message, upload, title)
    message.full_clean(exclude=["file"])
    message.save()
    if side == Side.OWNER:
        _begin(request, name_us)
    _move(request, waits_for=OTHER.get(side, request.waits_for))
    record(actor=actor, action="contact.write", subject=f"contact:{request.pk}", side=side)
    for other in {Side.ASKER, Side.OWNER} - {side}:
        _tell(request, other, "contact_message", f"contact:{message.public_id}:{other}")
    return message


def _keep_file(message: ContactMessage, upload: BinaryIO, title: str) -> None:
    content, message.file_type = cleaned(upload)
    message.file_size = len(content)
    message.file_title = " ".join(title.split()) or _("Attachment")
    message.file.save(f"contact-{new_public_id()}", ContentFile(content), save=False)


def _begin(request: ContactRequest, name_us: bool) -> None:
    request.state = State.DIALOGUE
    if name_us and request.owner_named_at is None:
        request.owner_named_at = timezone.now()


@transaction.atomic
def agree(*, actor: User, request: ContactRequest) -> bool:
    """Say that one's side wants to go on; True once both have, when both get names and addresses.

    Raises NotAllowedError for staff, EndedError.
    """
    request, side = _locked(actor, request)
    if side == Side.STAFF:
        raise NotAllowedError
    now = timezone.now()
    if side == Side.ASKER:
        request.asker_agreed_at = request.asker_agreed_at or now
    else:
        request.owner_agreed_at = request.owner_agreed_at or now
        _begin(request, name_us=True)
    both = bool(request.asker_agreed_at and request.owner_agreed_at)
    if both:
        request.state = State.AGREED
    _move(request, waits_for="" if both else OTHER[side])
    record(actor=actor, action="contact.agree", subject=f"contact:{request.pk}", side=side)
    _tell(request, OTHER[side], "contact_agreed" if both else "contact_wants")
    if both:
        _tell(request, side, "contact_agreed")
    return both


@transaction.atomic
def end_contact(*, actor: User, request: ContactRequest, reason: str, text: str) -> None:
    """Say that it comes to nothing, and why. Raises NotAllowedError, EndedError, ValidationError
    for an unknown reason, or one that says nothing without a text.
    """
    request, side = _locked(actor, request)
    if reason not in ContactRequest.Reason.values:
        raise ValidationError({"reason": _("Choose what stood in the way.")})
    if reason == ContactRequest.Reason.OTHER and not text.strip():
        raise ValidationError({"text": _("Say in a few words what stood in the way.")})
    request.state, request.reason, request.ended_by = State.DEAD_END, reason, side
    request.reason_text = " ".join(text.split())[:500]
    _move(request, waits_for="")
    record(actor=actor, action="contact.end", subject=f"contact:{request.pk}", reason=reason)
    for other in {Side.ASKER, Side.OWNER} - {side}:
        _tell(request, other, "contact_ended")


@transaction.atomic
def withdraw(*, actor: User, request: ContactRequest) -> None:
    """The asker takes the request back. Raises NotAllowedError for all others, EndedError."""
    request, side = _locked(actor, request)
    if side != Side.ASKER:
        raise NotAllowedError
    request.state, request.ended_by = State.WITHDRAWN, side
    _move(request, waits_for="")
    record(actor=actor, action="contact.withdraw", subject=f"contact:{request.pk}")
    _tell(request, Side.OWNER, "contact_ended")


@transaction.atomic
def say_outcome(
    *,
    actor: User,
    request: ContactRequest,
    tonnes: float | None,
    starts_on: date | None,
    replaces: str,
) -> None:
    """What one's side says became of an agreement; said again, the later word counts.

    Raises NotAllowedError for staff, EndedError unless both have agreed.
    """
    request, side = _agreed(actor, request)
    ContactOutcome.objects.update_or_create(
        request=request,
        side=side,
        defaults={
            "tonnes": tonnes, "starts_on": starts_on, "said_by": actor,
            "replaces": " ".join(replaces.split()),
        },
    )  # fmt: skip
    record(actor=actor, action="contact.outcome", subject=f"contact:{request.pk}", side=side)


@transaction.atomic
def say_delivered(*, actor: User, request: ContactRequest, year: int, tonnes: float) -> None:
    """How much was delivered in a year, as one's side knows it. Raises as say_outcome, and
    ValidationError for a year that has not come or lies before the agreement.
    """
    request, side = _agreed(actor, request)
    if not request.made_at.year <= year <= timezone.localdate().year:
        raise ValidationError({"year": _("Choose a year since you agreed, at most this one.")})
    Delivery.objects.update_or_create(
        request=request, side=side, year=year, defaults={"tonnes": tonnes, "said_by": actor}
    )
    record(actor=actor, action="contact.deliver", subject=f"contact:{request.pk}", year=year)


def remind_quiet() -> int:
    """Remind whoever is waited for, every 14 days and three times at most; how many were.

    May run twice: each reminder is claimed by its number.
    """
    return sum(_reminded(request) for request in quiet_requests().filter(waits_for__gt=""))


@transaction.atomic
def _reminded(request: ContactRequest) -> bool:
    count = request.reminders
    if count >= MOST_REMINDERS or request.moved_at > timezone.now() - QUIET * (count + 1):
        return False
    same = ContactRequest.objects.filter(
        pk=request.pk, reminders=count, moved_at=request.moved_at, state__in=OPEN
    )
    if not same.update(reminders=F("reminders") + 1):
        return False
    _tell(request, Side(request.waits_for), "contact_quiet")
    return True


def _locked(actor: User, request: ContactRequest) -> tuple[ContactRequest, Side]:
    current = ContactRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    side = side_of(actor, current)
    if side is None:
        raise NotAllowedError
    if not current.is_open:
        raise EndedError
    return current, side


def _agreed(actor: User, request: ContactRequest) -> tuple[ContactRequest, Side]:
    current = ContactRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    side = side_of(actor, current)
    if side not in (Side.ASKER, Side.OWNER):
        raise NotAllowedError
    if current.state != State.AGREED:
        raise EndedError
    return current, side


def _move(request: ContactRequest, *, waits_for: str) -> None:
    request.waits_for, request.moved_at, request.reminders = waits_for, timezone.now(), 0
    request.save()


def _tell(request: ContactRequest, side: Side, letter: str, key: str = "") -> None:
    """Everybody of a side who follows the request. The letter's words name nobody."""
    for reader in readers_of(request, side):
        context = {
            "request": request,
            "title": request.listing_title,
            "to_asker": side == Side.ASKER,
        }
        write_letter(reader, letter, context, f"{key}:{reader.pk}" if key else "")
