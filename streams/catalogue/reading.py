"""The lines that reading leaves: whoever saw somebody else's NDA or owner facts.

Every way of reading ends here: pages, maps, files, documents and programs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject, Now

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


def note_access(viewer: Viewer, hits: Iterable[Seen]) -> dict[str, datetime]:
    """Leave one line for each listing of somebody else that was shown above the public tier.

    Returns until when the grants last that open them, by listing id. Two queries at most,
    however many listings.
    """
    shown = {hit.id: hit for hit in hits if hit.tier > Tier.PUBLIC}
    if not shown or viewer.user_id is None:
        return {}
    lines = [
        line(viewer, shown[pk], owner, used if shown[pk].tier is Tier.NDA else None)
        for pk, owner, used in owners_and_grants(viewer, sorted(shown))
    ]
    record_access(lines)
    return {one.record_id: one.grant_until for one in lines if one.grant_until}


@dataclass(frozen=True, slots=True)
class GrantUsed:
    """What opens a listing, and to which company, as it is at this moment."""

    id: int
    until: datetime
    reason: str
    code: str
    name: str


def owners_and_grants(
    viewer: Viewer, ids: Sequence[str]
) -> list[tuple[str, int, GrantUsed | None]]:
    """Of those listings that are somebody else's: id, owner's id, and the viewer's grant; where
    several open it, the one that lasts longest."""
    live = RecordGrant.objects.filter(
        group__company__in=viewer.company_ids,
        expires_at__gt=Now(),
        content_object=OuterRef("pk"),
    ).order_by("-expires_at", "-pk")
    grant = JSONObject(
        id="pk", until="expires_at", reason="reason",
        code="group__company__public_id", name="group__company__name",
    )  # fmt: skip
    owners = OwnerEntry._default_manager.filter(pk__in=ids).exclude(company_id=None)
    others = owners.exclude(company_id__in=sorted(viewer.company_ids)).order_by("pk")
    rows = others.annotate(used=Subquery(live.values_list(grant)[:1]))
    return [
        (pk, owner, grant_used(used) if used else None)
        for pk, owner, used in rows.values_list("pk", "company_id", "used")
        if owner
    ]


def grant_used(row: Mapping[str, Any]) -> GrantUsed:
    return GrantUsed(**{**row, "until": datetime.fromisoformat(row["until"])})


def line(viewer: Viewer, seen: Seen, owner_id: int, grant: GrantUsed | None) -> AccessLine:
    """With company, title and grant as they are at this moment."""
    ground = AccessLine.Ground.AGREEMENT if seen.tier is Tier.NDA else AccessLine.Ground.CONSENT
    written = AccessLine(
        user_id=viewer.user_id, record_id=seen.id, title=seen.title, owner_id=owner_id,
        tier=int(seen.tier), ground=ground,
    )  # fmt: skip
    if grant is not None:
        written.company_code, written.company_name = grant.code, grant.name
        written.grant_id, written.grant_reason = grant.id, grant.reason
        written.grant_until = grant.until
    return written
