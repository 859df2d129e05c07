"""Daily work on the register."""

from celery import shared_task

from streams.register.ending import delete_due, due_now


@shared_task(ignore_result=True)
def delete_listings() -> int:
    """Delete what has been out of sight for its time of grace, and return how many went.

    Any number of these may run at once: each listing is claimed by the one that locks it.
    """
    return sum(delete_due(record_id) for record_id in due_now())
