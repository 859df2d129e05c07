"""The exact place of a listing for those who see it: where "near this listing" is."""

from dataclasses import dataclass

from django.db.models import IntegerField, Q, QuerySet, Value
from django.db.models.functions import Now

from accounts.tiers import Tier
from accounts.viewers import Viewer
from streams.catalogue.entitlement import Entitlement
from streams.catalogue.models import Entry, NdaEntry, OwnerEntry, PublicEntry, RecordGrant


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A listing whose point this viewer sees, by the edition that shows it; WGS 84 degrees."""

    id: str
    title: str
    tier: Tier
    latitude: float
    longitude: float


def place_shown(viewer: Viewer, entry_id: str) -> ShownPlace | None:
    """None alike for a listing that is hidden, whose point is hidden, and that never was.

    One query. Who sees an edition with the point need not have seen a better one.
    """
    first, *others = (
        entries.filter(pk=entry_id, latitude__isnull=False, longitude__isnull=False)
        .annotate(edition=Value(int(entries.model.tier), IntegerField()))
        .values_list("title", "edition", "latitude", "longitude")
        for entries in editions(viewer)
    )
    rows = sorted(first.union(*others, all=True), key=lambda row: row[1])
    for title, tier, latitude, longitude in rows[:1]:
        return ShownPlace(entry_id, title, Tier(tier), latitude or 0.0, longitude or 0.0)
    return None


def editions(viewer: Viewer) -> list[QuerySet[Entry]]:
    """All entries that the viewer is entitled to; of one listing there may be several."""
    found: list[QuerySet[Entry]] = [PublicEntry._default_manager.all()]
    if viewer.company_ids:
        live = RecordGrant.objects.filter(
            group__company__in=viewer.company_ids, expires_at__gt=Now()
        )
        found.append(NdaEntry._default_manager.filter(pk__in=live.values("content_object_id")))
    owned: Q | None = Entitlement(viewer).owned
    if owned is not None:
        found.append(OwnerEntry._default_manager.filter(owned))
    return found
