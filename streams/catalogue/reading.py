"""The lines that reading leaves: whoever saw somebody else's NDA or owner facts.

Every way of reading ends here: pages, maps, files, documents and programs.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from django.db.models.functions import Now

from accounts.tiers import Tier
from accounts.viewers import Viewer
from exchange.audit.models import AccessLine
from exchange.audit.services import record_access
from streams.catalogue.models import OwnerEntry, RecordGrant


class Seen(Protocol):
    """What was shown, at which tier."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def tier(self) -> Tier: ...


def note_access(viewer: Viewer, hits: Iterable[Seen]) -> None:
    """Leave one line for each listing of somebody else that was shown above the public tier.

    Three queries at most, however many listings.
    """
    shown = {hit.id: hit for hit in hits if hit.tier > Tier.PUBLIC}
    if not shown or viewer.user_id is None:
        return
    owners = OwnerEntry._default_manager.filter(pk__in=sorted(shown))
    others = owners.exclude(company_id__in=sorted(viewer.company_ids)).order_by("pk")
    found = [(pk, owner) for pk, owner in others.values_list("pk", "company_id") if owner]
    grants = grants_used(viewer, [pk for pk, _ in found if shown[pk].tier is Tier.NDA])
    record_access(line(viewer, shown[pk], owner, grants.get(pk)) for pk, owner in found)


def grants_used(viewer: Viewer, ids: Sequence[str]) -> Mapping[str, RecordGrant]:
    """By listing id, what opens it to the viewer; where several do, the one that lasts longest."""
    if not ids:
        return {}
    live = RecordGrant.objects.filter(
        group__company__in=viewer.company_ids, expires_at__gt=Now(), content_object__in=ids
    )
    ordered = live.select_related("group__company").order_by("expires_at", "pk")
    return {str(one.content_object_id): one for one in ordered}


def line(viewer: Viewer, seen: Seen, owner_id: int, grant: RecordGrant | None) -> AccessLine:
    """With company, title and grant as they are at this moment."""
    ground = AccessLine.Ground.AGREEMENT if seen.tier is Tier.NDA else AccessLine.Ground.CONSENT
    written = AccessLine(
        user_id=viewer.user_id, record_id=seen.id, title=seen.title, owner_id=owner_id,
        tier=int(seen.tier), ground=ground,
    )  # fmt: skip
    if grant is not None:
        written.company_code = grant.group.company.public_id
        written.company_name = grant.group.company.name
        written.grant_id, written.grant_reason = grant.pk, grant.reason
        written.grant_until = grant.expires_at
    return written
