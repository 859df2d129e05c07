"""Reads about requests for contact; whoever is on no side of one gets what never was."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.queries import acts_as_staff, administrators, memberships_of, viewer_for
from accounts.viewers import Viewer
from companies.models import Company
from exchange.access.models import ContactMessage, ContactRequest, Side

OPEN = (ContactRequest.State.SENT, ContactRequest.State.DIALOGUE)
QUIET = timedelta(days=14)
"""After so long without a word whoever is waited for is reminded."""


def known_requests() -> QuerySet[ContactRequest]:
    return ContactRequest.objects.select_related("asker", "asker_company__industry", "owner")


def requests_asked(viewer: Viewer) -> QuerySet[ContactRequest]:
    """Those of one's companies asked, the last moved first."""
    return known_requests().filter(asker_company__in=viewer.company_ids).order_by("-moved_at", "pk")


def requests_received(viewer: Viewer) -> QuerySet[ContactRequest]:
    """Those that the listings of one's companies got, what waits for an answer first."""
    own = known_requests().filter(owner__in=viewer.company_ids)
    return own.order_by("-moved_at", "pk")


def requests_to_answer(company_id: int) -> QuerySet[ContactRequest]:
    """Those in which it is this company's turn, the oldest first."""
    asked = Q(asker_company_id=company_id, waits_for=Side.ASKER)
    owned = Q(owner_id=company_id, waits_for=Side.OWNER)
    return known_requests().filter(asked | owned, state__in=OPEN).order_by("moved_at", "pk")


def quiet_requests() -> QuerySet[ContactRequest]:
    """Open ones in which nobody has moved for long, the quietest first."""
    before = timezone.now() - QUIET
    return known_requests().filter(state__in=OPEN, moved_at__lte=before).order_by("moved_at", "pk")


def request_seen(user: User, public_id: str) -> tuple[ContactRequest, Side] | None:
    """A request and the side on which this person is; None alike for others' and for none."""
    found = known_requests().filter(public_id=public_id).first()
    side = side_of(user, found) if found else None
    return (found, side) if found and side else None


def side_of(user: User, request: ContactRequest) -> Side | None:
    """One's own company's side before that of the cluster."""
    own = viewer_for(user).company_ids
    if request.asker_company_id in own:
        return Side.ASKER
    if request.owner_id in own:
        return Side.OWNER
    return Side.STAFF if acts_as_staff(user) else None


def asking_companies(user: User) -> list[Company]:
    """For which of one's companies one can ask."""
    return [one.company for one in memberships_of(viewer_for(user))]


def readers_of(request: ContactRequest, side: Side) -> list[User]:
    """To whom of a side letters go: whoever has spoken for it, else those who decide in it."""
    spoke = ContactMessage.objects.filter(request=request, side=side).values("author")
    company_id = request.owner_id if side == Side.OWNER else request.asker_company_id
    asked = Q(pk=request.asker_id) if side == Side.ASKER else Q(pk__in=[])
    own = Q(memberships__company_id=company_id, memberships__is_active=True, is_active=True)
    people = list(User.objects.filter(own, asked | Q(pk__in=spoke)).distinct().order_by("pk"))
    return people or deciding_people(company_id)


def deciding_people(company_id: int) -> list[User]:
    """Those who decide in a company; everybody who acts for it where nobody does."""
    found = [one.user for one in administrators(company_id)]
    own = User.objects.filter(
        memberships__company_id=company_id, memberships__is_active=True, is_active=True
    )
    return found or list(own.distinct().order_by("pk"))
