"""Where a person is logged in: one's own sessions, each with a name for its address."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.models import User
from exchange.audit.services import record

LENGTH = 16


def login_code(session: UserSession) -> str:
    """Names a session in addresses; neither its key nor a number can be read from it."""
    return str(salted_hmac("accounts.logins", session.session_key).hexdigest()[:LENGTH])


def own_login(person: User, code: str) -> UserSession | None:
    """One of the person's own that are still open; None for everything else."""
    own = UserSession.objects.purge_and_list(person)
    return next((session for session in own if login_code(session) == code), None)


@transaction.atomic
def end_login(*, actor: User, session: UserSession) -> None:
    """Log out there: the next page that is asked for from there is asked for by nobody."""
    record(actor=actor, action="session.end", subject=f"user:{session.user_id}")
    session.end()
