"""What owners are told without asking; started by the clock."""

from celery import shared_task

from streams.owners.unusual import notice_unusual


@shared_task(ignore_result=True)
def notice_unusual_reading() -> int:
    """Tell owners about many of their listings read in a short time; returns how many notices."""
    return notice_unusual()
