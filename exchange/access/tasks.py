"""What happens about contact and access by the clock."""

from celery import shared_task

from exchange.access.contacts.services import remind_quiet
from exchange.access.nda.services import end_what_ran_out, remind_of_ends


@shared_task(ignore_result=True)
def remind_of_contacts() -> int:
    """Remind those who are waited for; safe to run twice."""
    return remind_quiet()


@shared_task(ignore_result=True)
def look_after_access() -> int:
    """Note what has run out, and tell whose access ends soon; safe to run twice."""
    return end_what_ran_out() + remind_of_ends()
