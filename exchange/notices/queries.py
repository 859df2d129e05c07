"""What somebody has been told. Each takes the person whose own notices they are."""

from django.db.models import QuerySet

from exchange.notices.models import Notice, RefusedAddress

MOST_COUNTED = 100
"""A page says "99+" of more: counting them all would cost more than it tells."""


def notices_of(person_id: int) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(person_id=person_id).order_by("-created_at", "-pk")


def unread_count(person_id: int) -> int:
    """At most MOST_COUNTED. One query, through an index of unread ones only."""
    unread = Notice.objects.filter(person_id=person_id, read_at=None).order_by()
    return unread[:MOST_COUNTED].count()


def is_refused(address: str) -> bool:
    return RefusedAddress.objects.filter(address=address.lower()).exists()
