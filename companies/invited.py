"""The invitation that a browser has come with: kept in its session, never in an address."""

from django.http import HttpRequest

from accounts.adapter import CAME_INVITED
from companies.inviting import invitation_that_holds
from companies.models import Invitation


def remember_invitation(request: HttpRequest, invitation: Invitation) -> None:
    request.session[CAME_INVITED] = invitation.public_id


def forget_invitation(request: HttpRequest) -> None:
    request.session.pop(CAME_INVITED, None)


def invitation_brought(request: HttpRequest | None) -> Invitation | None:
    """The one that holds still; None for most people, without asking the database."""
    session = getattr(request, "session", None)
    public_id = session.get(CAME_INVITED) if session is not None else None
    return invitation_that_holds(public_id) if public_id else None
