"""What the login under NDA has read already, so that an owner's log has something to show."""

from collections.abc import Iterator

from django.db import transaction

from accounts.models import User
from accounts.queries import viewer_for
from accounts.viewers import Viewer
from exchange.audit.models import AccessLine
from streams.catalogue.models import RecordGrant
from streams.catalogue.search import opened
from streams.imports.demo.files import content_of
from streams.register.models import Record


@transaction.atomic
def load_views() -> int:
    """Opens listings as the page does, which leaves the lines. Returns how many it opened."""
    written = content_of("people.yaml")["views"]
    reader = User.objects.get(email=written["by"])
    if AccessLine.objects.filter(user=reader).exists():
        return 0
    viewer = viewer_for(reader)
    return sum(opened(viewer, pk) is not None for pk in few_of_each(viewer, written["of_each"]))


def few_of_each(viewer: Viewer, count: int) -> Iterator[str]:
    """Some of the listings that each owner has opened to the viewer's company."""
    live = RecordGrant.objects.filter(group__company__in=viewer.company_ids)
    granted = Record.objects.filter(pk__in=live.values("content_object_id"))
    seen: dict[int, int] = {}
    for pk, owner in granted.order_by("own_reference").values_list("pk", "site__company"):
        seen[owner] = seen.get(owner, 0) + 1
        if seen[owner] <= count:
            yield pk
