"""Starts, claims and ends jobs. Whoever claims one runs it; a claim that was lost ends nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

from celery import signature
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from kombu.exceptions import OperationalError

from exchange.jobs.models import Job
from exchange.jobs.progress import forget_progress, note_progress, progress_of

MOST_ATTEMPTS = 3
SILENT_AFTER = timedelta(minutes=2)
"""A worker that has said nothing for so long is taken for dead."""


def start_job(
    *, user_id: int | None, company_id: int, task: str, language: str, subject: str = ""
) -> Job:
    """A job that a worker takes up when the caller's transaction has ended; undone with it."""
    job = Job.objects.create(
        user_id=user_id, company_id=company_id, task=task, language=language, subject=subject
    )
    transaction.on_commit(lambda: wake_worker(job), robust=True)
    return job


def wake_worker(job: Job) -> None:
    """Without a broker the job waits for the next round of the clock."""
    with suppress(OperationalError):
        signature(job.task, args=[str(job.pk)]).apply_async(retry=False, ignore_result=True)


def claim_job(job_id: UUID | str) -> Job | None:
    """Take a waiting job; None when it is somebody else's already, or has ended."""
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    taken = waiting.update(
        state=Job.State.RUNNING, attempts=F("attempts") + 1, claimed_at=timezone.now()
    )
    if taken != 1:
        return None
    job = Job.objects.get(pk=job_id)
    note_progress(job.pk, 0, 0)
    return job


def end_job(job: Job, fault: Job.Fault = Job.Fault.NONE) -> bool:
    """Whether this run was still the one to end it."""
    state = Job.State.FAILED if fault else Job.State.DONE
    own = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    ended = own.update(state=state, fault=fault, ended_at=timezone.now())
    forget_progress(job.pk)
    return ended == 1


@contextmanager
def running(job_id: UUID | str) -> Iterator[Job | None]:
    """The claimed job for a task's body, ended when the body ends; None when not to be run.

    An error marks the job as stopped and goes on to the worker's log. What is no error, such as
    a worker told to die, leaves the job to be taken up again.
    """
    job = claim_job(job_id)
    try:
        yield job
    except Exception:
        if job:
            end_job(job, Job.Fault.ERROR)
        raise
    if job:
        end_job(job)


def take_up_again() -> int:
    """Restart what a dead worker left and what no worker was told of; how many were restarted.

    A job that has been cut short too often is marked as stopped instead.
    """
    now = timezone.now()
    for job in Job.objects.filter(state=Job.State.RUNNING, claimed_at__lt=now - SILENT_AFTER):
        if progress_of(job.pk).at < (now - SILENT_AFTER).timestamp():
            give_back(job)
    waiting = list(Job.objects.filter(state=Job.State.WAITING, created_at__lt=now - SILENT_AFTER))
    for job in waiting:
        wake_worker(job)
    return len(waiting)


def give_back(job: Job) -> None:
    """Waiting again, or stopped for good, unless its worker has ended it meanwhile."""
    if job.attempts >= MOST_ATTEMPTS:
        end_job(job, Job.Fault.INTERRUPTED)
        return
    own = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)
    own.update(state=Job.State.WAITING)


def remove_finished() -> int:
    """Remove what ended long ago; how many there were. What waits or runs stays, however old."""
    before = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.FAILED], ended_at__lt=before)
    return ended.delete()[1].get(Job._meta.label, 0)
