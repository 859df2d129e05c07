"""Recomputes the whole catalogue in batches; what differs is drift, which is a bug."""

import os
from collections.abc import Callable, Iterator

from django.db import connection

from streams.catalogue.models import ENTRIES
from streams.catalogue.processes import published_by
from streams.catalogue.publish import Drift, publish
from streams.register.models import Record

BATCH = 500
MOST_PROCESSES = 4
"""Unless somebody asks for more: beyond that the database is what takes the time."""


def usual_processes() -> int:
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def rebuild(
    *, dry_run: bool = False, processes: int = 1, progress: Callable[[int], object] = int
) -> Drift:
    """Publish every record anew and remove entries of records that are gone.

    Every column is compared, so that an entry that was changed behind publish's back is found.
    With several processes each publishes batches of its own in transactions of its own. Inside a
    transaction there is but one, for no other would see what that one has written.
    """
    drift = Drift()
    if processes > 1 and not connection.in_atomic_block:
        results = published_by(processes, batches(BATCH), dry_run=dry_run)
    else:
        results = ((publish(ids, dry_run=dry_run, verify=True), ids) for ids in batches(BATCH))
    for found, ids in results:
        drift += found
        progress(len(ids))
    return drift + publish(orphans(), dry_run=dry_run)


def batches(size: int) -> Iterator[list[str]]:
    """All record ids in order, a batch at a time, without holding a cursor open."""
    last = ""
    while ids := list(
        Record.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:size]
    ):
        yield ids
        last = ids[-1]


def orphans() -> set[str]:
    """Entries whose record no longer exists."""
    known = Record.objects.values("pk")
    return {
        pk
        for model in ENTRIES
        for pk in model._default_manager.exclude(pk__in=known).values_list("pk", flat=True)
    }
