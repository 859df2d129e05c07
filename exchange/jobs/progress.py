"""How far a job has come. In the cache: pages see it while the job's own transaction is open."""

import time
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

KEPT_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` steps, at a moment in seconds since 1970; total 0 when it is not known."""

    done: int = 0
    total: int = 0
    at: float = 0.0


def note_progress(job_id: UUID, done: int, total: int) -> None:
    """Say how far the job has come; also the sign that its worker lives."""
    cache.set(_key(job_id), (done, total, time.time()), KEPT_SECONDS)


def progress_of(job_id: UUID) -> Progress:
    return Progress(*cache.get(_key(job_id), (0, 0, 0.0)))


def forget_progress(job_id: UUID) -> None:
    cache.delete(_key(job_id))


def _key(job_id: UUID) -> str:
    return f"job-{job_id}"
