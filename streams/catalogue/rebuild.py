"""Recomputes the whole catalogue in batches; what differs is drift, which is a bug."""

from collections.abc import Callable, Iterator

from streams.catalogue.models import ENTRIES
from streams.catalogue.publish import Drift, publish
from streams.register.models import Record

BATCH = 500


def rebuild(*, dry_run: bool = False, progress: Callable[[int], object] = int) -> Drift:
    """Publish every record anew and remove entries of records that are gone.

    Every column is compared, so that an entry that was changed behind publish's back is found.
    """
    drift = Drift()
    for ids in batches(BATCH):
        drift += publish(ids, dry_run=dry_run, verify=True)
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
