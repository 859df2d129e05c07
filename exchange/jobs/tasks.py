"""By the clock: jobs whose worker has died are taken up again, those that ended long ago go."""

from celery import shared_task

from exchange.jobs.services import remove_finished, take_up_again


@shared_task(ignore_result=True)
def take_up_jobs() -> int:
    return take_up_again()


@shared_task(ignore_result=True)
def remove_finished_jobs() -> int:
    return remove_finished()
