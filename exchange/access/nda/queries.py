"""Reads about access under NDA; whoever is on no side of a request gets what never was."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.queries import acts_as_staff, administrators, viewer_for
from accounts.viewers import Viewer
from companies.models import Company
from exchange.access.models import (
    AccessListing,
    AccessRequest,
    CompanyRule,
    OwnerChoices,
    Side,
)

State = AccessRequest.State


def known_requests() -> QuerySet[AccessRequest]:
    found = AccessRequest.objects.select_related("asker", "asker_company__industry", "owner")
    return found.prefetch_related("listings")


def accesses_asked(viewer: Viewer) -> QuerySet[AccessRequest]:
    """Those of one's companies asked, the last moved first."""
    own = known_requests().filter(asker_company__in=viewer.company_ids)
    return own.order_by("-moved_at", "pk")


def accesses_to(company: Company) -> QuerySet[AccessRequest]:
    """What an owner gets to see: from when the cluster has approved."""
    seen = Q(state__in=[State.CONSENT, State.SIGNING, State.OPEN, State.ENDED])
    seen |= Q(state=State.REFUSED, approved_at__isnull=False)
    return known_requests().filter(seen, owner=company).order_by("-moved_at", "pk")


def accesses_to_answer(company_id: int) -> QuerySet[AccessRequest]:
    """Those in which it is this company's turn, the oldest first."""
    owned = Q(owner_id=company_id) & (Q(state=State.CONSENT) | Q(extend_to__isnull=False))
    asked = Q(asker_company_id=company_id, state__in=[State.SIGNING, State.ASKED_BACK])
    return known_requests().filter(owned | asked).order_by("moved_at", "pk")


def waiting_accesses() -> QuerySet[AccessRequest]:
    """What waits for the cluster, oldest first."""
    return known_requests().filter(state=State.WAITING).order_by("moved_at", "pk")


def access_seen(user: User, public_id: str) -> tuple[AccessRequest, Side] | None:
    """A request and the side on which this person is; None alike for others' and for none."""
    found = known_requests().filter(public_id=public_id).first()
    side = access_side(user, found) if found else None
    return (found, side) if found and side else None


def access_side(user: User, request: AccessRequest) -> Side | None:
    own = viewer_for(user).company_ids
    if request.asker_company_id in own:
        return Side.ASKER
    if request.owner_id in own and accesses_to(request.owner).filter(pk=request.pk).exists():
        return Side.OWNER
    return Side.STAFF if acts_as_staff(user) else None


def decides_for(user: User, company_id: int) -> bool:
    """Whether somebody says yes and no for an owner: an administrator, or anybody of a company
    that has none."""
    decide = administrators(company_id)
    if decide.exists():
        return decide.filter(user=user).exists()
    return company_id in viewer_for(user).company_ids


def consents_itself(company_id: int) -> bool:
    """The default is that it does."""
    found = OwnerChoices.objects.filter(company=company_id).first()
    return found is None or found.consents_itself


def word_on(owner_id: int, other: Company) -> str:
    """An owner's standing word on a company; "" where there is none."""
    if not other.organisation_number:
        return ""
    found = CompanyRule.objects.filter(
        owner=owner_id, country=other.country, organisation_number=other.organisation_number
    )
    return found.values_list("word", flat=True).first() or ""


def rules_of(company: Company) -> QuerySet[CompanyRule]:
    return CompanyRule.objects.filter(owner=company).order_by("name", "organisation_number")


def end_of(day: date) -> datetime:
    """The moment at which a day ends here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def last_days(company: Company, listing_ids: Iterable[str]) -> dict[str, date]:
    """By listing, until when open requests of a company let it see it."""
    rows = AccessListing.objects.filter(
        listing_id__in=list(listing_ids),
        request__asker_company=company,
        request__state=State.OPEN,
        request__until__gte=timezone.localdate(),
    )
    return dict(rows.values("listing_id").annotate(last=Max("request__until")).values_list(
        "listing_id", "last"
    ))  # fmt: skip


def standing(company: Company) -> dict[str, int]:
    """What the cluster wants to know of whoever asks: how often before, and with what end."""
    counts = AccessRequest.objects.filter(asker_company=company).aggregate(
        asked=Count("pk"),
        opened=Count("pk", filter=Q(signed_at__isnull=False)),
        live=Count("pk", filter=Q(state=State.OPEN)),
        refused=Count("pk", filter=Q(state=State.REFUSED)),
    )
    return {name: count or 0 for name, count in counts.items()}


def open_until(last: date) -> QuerySet[AccessRequest]:
    """Open requests that end on or before a day."""
    return known_requests().filter(state=State.OPEN, until__lte=last).order_by("until", "pk")
