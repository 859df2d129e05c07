"""Telling people what waits for them; started by the clock."""

from celery import shared_task

from companies.joining import announce_request
from companies.queries import waiting_requests


@shared_task(ignore_result=True)
def announce_requests() -> int:
    """Write letters about requests that nobody has been told of; returns how many requests."""
    unannounced = waiting_requests().filter(announced_at=None)
    return sum(announce_request(request=request) for request in unannounced)
