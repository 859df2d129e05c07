"""Forgetting where people were logged in; started by the clock."""

from allauth.usersessions.models import UserSession
from celery import shared_task
from django.contrib.sessions.models import Session

from exchange.sessions import SessionStore


@shared_task(ignore_result=True)
def forget_old_logins() -> int:
    """Remove sessions that have run out, and address and browser of all that are over.

    Returns of how many.
    """
    SessionStore.clear_expired()
    over = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    return int(over.delete()[0])
