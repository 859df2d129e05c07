"""Telling people what waits for them, and what has run out; started by the clock."""

from celery import shared_task

from accounts.queries import untold_stand_ins
from companies.absence import tell_of_run_out
from companies.joining import announce_request
from companies.queries import waiting_requests


@shared_task(ignore_result=True)
def announce_requests() -> int:
    """Write letters about requests that nobody has been told of; returns how many requests."""
    unannounced = waiting_requests().filter(announced_at=None)
    return sum(announce_request(request=request) for request in unannounced)


@shared_task(ignore_result=True)
def announce_run_out() -> int:
    """Write letters about stand-ins whose last day is over; returns how many stand-ins."""
    untold = untold_stand_ins().select_related("membership__company", "membership__user")
    return sum(tell_of_run_out(stand_in=one) for one in untold.select_related("instead_of"))
