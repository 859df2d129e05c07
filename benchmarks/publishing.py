"""What it costs to publish one edit, beside what the edit itself costs."""

from statistics import median

from django.db import transaction
from django.db.models import F

from benchmarks.measures import Measure, say
from benchmarks.timing import Spent, spent
from streams.catalogue.publish import publish
from streams.register.models import Record, YearlyFigure

EDITS = 200
WARM_UP = 10


def measures() -> list[Measure]:
    """The median over edits of as many records, each of which changes all that show its volume."""
    ids = list(Record.objects.order_by("pk").values_list("pk", flat=True)[: EDITS + WARM_UP])
    runs = [published(pk) for pk in ids][min(WARM_UP, len(ids) - 1) :]
    value = median(one.seconds for one in runs) * 1e3
    database = median(one.database for one in runs) * 1e3
    say(f"  publish: {value:.1f} ms, of these {database:.1f} in {runs[0].queries} queries")
    return [Measure("publish_ms", value, "ms", 2)]


def published(record_id: str) -> Spent:
    """Change every yearly figure and publish the record; only the latter is measured."""
    with transaction.atomic():
        figures = YearlyFigure.objects.filter(record_id=record_id)
        figures.update(low=F("low") * 1.01, high=F("high") * 1.01)
        with spent() as found:
            publish([record_id])
    return found
