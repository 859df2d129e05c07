"""By the clock: jobs whose worker has died are taken up again."""

from celery import shared_task

from exchange.jobs.services import take_up_again


@shared_task(ignore_result=True)
def take_up_jobs() -> int:
    return take_up_again()
