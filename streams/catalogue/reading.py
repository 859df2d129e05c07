"""The lines that reading leaves: whoever saw somebody else's NDA or owner facts."""

from collections.abc import Iterable
from typing import Protocol

from accounts.tiers import Tier
from accounts.viewers import Viewer
from exchange.audit.services import record_access
from streams.catalogue.models import OwnerEntry


class Seen(Protocol):
    """What was shown, at which tier."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def tier(self) -> Tier: ...


def note_access(viewer: Viewer, hits: Iterable[Seen]) -> None:
    """Leave one line for each listing of somebody else that was shown above the public tier."""
    shown = {hit.id: hit for hit in hits if hit.tier > Tier.PUBLIC}
    if not shown or viewer.user_id is None:
        return
    owners = OwnerEntry._default_manager.filter(pk__in=sorted(shown))
    others = owners.exclude(company_id__in=sorted(viewer.company_ids)).order_by("pk")
    found = others.values_list("pk", "company_id")
    seen = [
        (pk, shown[pk].title, owner, int(shown[pk].tier))
        for pk, owner in found
        if owner is not None
    ]
    record_access(user_id=viewer.user_id, seen=seen)
