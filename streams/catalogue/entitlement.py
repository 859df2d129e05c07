"""Which listings a viewer sees above the public tier: worked out once for each request."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.viewers import Viewer
from companies.models import Company
from streams.catalogue.models import Entry, NdaEntry, OwnerEntry, PublicEntry, RecordGrant


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Record ids seen under NDA, companies whose owner entries are seen, and whose they are."""

    viewer: Viewer
    granted: frozenset[str] = field(default_factory=frozenset)

    @property
    def owned(self) -> Q | None:
        """The owner entries seen, as a condition on their company; None when there are none."""
        if self.viewer.is_staff:
            consenting = Company.objects.filter(cluster_may_act=True).values("pk")
            return Q(company_id__in=consenting) | Q(company_id__in=self.viewer.company_ids)
        if self.viewer.company_ids:
            return Q(company_id__in=self.viewer.company_ids)
        return None


def entitlement_of(viewer: Viewer) -> Entitlement:
    """One query for people of a company, none for others. Expiry is the database's clock now."""
    if not viewer.company_ids:
        return Entitlement(viewer)
    live = RecordGrant.objects.filter(
        group__company__in=viewer.company_ids, expires_at__gt=Now()
    ).values_list("content_object_id", flat=True)
    return Entitlement(viewer, frozenset(live))


def arms(entitlement: Entitlement) -> list[QuerySet[Entry]]:
    """Disjoint querysets that together hold each listing once, at the viewer's best tier.

    The public, who are most of the traffic, get one table.
    """
    granted, owned = sorted(entitlement.granted), entitlement.owned
    public: QuerySet[Entry] = PublicEntry._default_manager.all()
    found: list[QuerySet[Entry]] = []
    if granted:
        public = public.exclude(pk__in=granted)
        nda: QuerySet[Entry] = NdaEntry._default_manager.filter(pk__in=granted)
        found.append(nda)
    if owned is not None:
        public, *found = [arm.exclude(owned_elsewhere(owned)) for arm in (public, *found)]
        found.append(OwnerEntry._default_manager.filter(owned))
    return [public, *found]


def owned_elsewhere(owned: Q) -> Exists:
    return Exists(OwnerEntry._default_manager.filter(owned, pk=OuterRef("pk")))
