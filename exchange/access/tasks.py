"""What happens about contact and access by the clock."""

from celery import shared_task

from exchange.access.contacts.services import remind_quiet


@shared_task(ignore_result=True)
def remind_of_contacts() -> int:
    """Remind those who are waited for; safe to run twice."""
    return remind_quiet()
