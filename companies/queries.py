"""Reads about companies and reference lists, for forms and imports.

None of this is for showing to strangers: who owns what is theirs to read in the catalogue only.
"""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower, Now

from accounts.models import User
from accounts.queries import NOBODY, administered_companies
from accounts.viewers import Viewer
from companies.models import (
    AbsenceReport,
    Company,
    County,
    IndustrialPark,
    Industry,
    Invitation,
    MembershipRequest,
    Municipality,
    Site,
)
from companies.organisation_numbers import checked_number


def company_by_number(country: str, number: str) -> Company | None:
    """The company with this number, however it is written; None for unknown and for wrong."""
    try:
        tidy = checked_number(number, country)
    except ValidationError:
        return None
    return Company.objects.filter(country=country.strip().upper(), organisation_number=tidy).first()


def companies_without_number() -> QuerySet[Company]:
    """Those that are known from public sources only: their name is all that tells them apart."""
    return Company.objects.filter(organisation_number="")


def companies_in_use() -> QuerySet[Company]:
    """Those that somebody acts for: what is theirs, nobody else brings up to date."""
    return Company.objects.filter(
        Q(memberships__is_active=True) | Q(cluster_may_act=True)
    ).distinct()


def companies_to_act_for(viewer: Viewer) -> QuerySet[Company]:
    """One's own companies; for staff those, too, that let the cluster act for them."""
    own = Company.objects.filter(pk__in=viewer.company_ids)
    if viewer.is_staff:
        return own | Company.objects.filter(cluster_may_act=True)
    return own


def sites_to_act_for(viewer: Viewer) -> QuerySet[Site]:
    """The sites of those companies, with what forms and lists show of them."""
    sites = Site.objects.filter(company__in=companies_to_act_for(viewer))
    return sites.select_related("company", "municipality", "county", "park")


def own_sites_on_map(viewer: Viewer) -> QuerySet[Site]:
    """The sites of one's own companies of which the point is known, by name."""
    if not viewer.company_ids:
        return Site.objects.none()
    sites = Site.objects.filter(company__in=viewer.company_ids, latitude__isnull=False)
    known = sites.filter(longitude__isnull=False).select_related("company")
    return known.order_by("name", "pk")


def requests_of(viewer: Viewer) -> QuerySet[MembershipRequest]:
    """What somebody has asked for and is no member for yet, the newest first."""
    own = MembershipRequest.objects.filter(user_id=viewer.user_id or NOBODY)
    return own.exclude(answer=MembershipRequest.Answer.CONFIRMED).order_by("-asked_at", "-pk")


def waiting_requests() -> QuerySet[MembershipRequest]:
    """Every request that may be answered, oldest first.

    Where addresses must be confirmed, requests of those who have not done so do not count yet.
    """
    waiting = MembershipRequest.objects.filter(answer="", user__is_active=True)
    if settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory":
        confirmed = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
        waiting = waiting.filter(Exists(confirmed))
    return waiting.select_related("user", "industry").order_by("asked_at", "pk")


def requests_to_answer(viewer: Viewer) -> QuerySet[MembershipRequest]:
    """All that wait, for staff; those for the companies that one administers, for others."""
    if viewer.is_staff:
        return waiting_requests()
    own = Company.objects.filter(
        pk__in=administered_companies(viewer).values("company"),
        country=OuterRef("country"),
        organisation_number=OuterRef("organisation_number"),
    )
    return waiting_requests().filter(Exists(own))


def request_to_answer(viewer: Viewer, public_id: str) -> MembershipRequest | None:
    """None alike for one that is answered, that is not the viewer's, and that never was."""
    return requests_to_answer(viewer).filter(public_id=public_id).first()


def companies_asked_for(
    requests: Iterable[MembershipRequest],
) -> dict[tuple[str, str], Company]:
    """The registered ones among the companies of these requests, by country and number.

    Only for those who may answer the requests. One query.
    """
    asked = {(one.country, one.organisation_number) for one in requests}
    found = Company.objects.filter(organisation_number__in={number for _, number in asked})
    known = {(one.country, one.organisation_number): one for one in found}
    return {key: company for key, company in known.items() if key in asked}


def company_with_members(viewer: Viewer, public_id: str) -> Company | None:
    """A company whose members the viewer decides on; None for all others, known or not."""
    companies = Company.objects.filter(public_id=public_id)
    if not viewer.is_staff:
        companies = companies.filter(pk__in=administered_companies(viewer).values("company"))
    return companies.first()


def open_invitations() -> QuerySet[Invitation]:
    """Those that may still be accepted, by the database's clock; oldest first."""
    live = Invitation.objects.filter(outcome=Invitation.Outcome.OPEN, expires_at__gt=Now())
    return live.select_related("company", "invited_by")


def invitations_of(company: Company) -> QuerySet[Invitation]:
    """Every one without an answer, also those that have run out; for those who decide on it."""
    own = Invitation.objects.filter(company=company, outcome=Invitation.Outcome.OPEN)
    return own.select_related("company", "invited_by")


def invitations_to(person: User) -> QuerySet[Invitation]:
    """Those to somebody's own confirmed addresses."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True)
    return open_invitations().filter(email__in=confirmed.values(address=Lower("email")))


def has_address(person: User, address: str) -> bool:
    """Whether somebody has shown that an address is theirs."""
    confirmed = EmailAddress.objects.filter(user=person, verified=True)
    return bool(confirmed.filter(email__iexact=address).exists())


def open_absence_reports() -> QuerySet[AbsenceReport]:
    """Companies that ask the cluster for a stand-in, oldest first."""
    return AbsenceReport.objects.filter(answered_at=None).select_related("company", "asked_by")


def counties() -> QuerySet[County]:
    return County.objects.order_by("name")


def counties_with_municipalities() -> QuerySet[County]:
    """For choosing a municipality under its county, since some names occur in two counties."""
    ordered = Municipality.objects.order_by("name")
    return counties().prefetch_related(Prefetch("municipalities", ordered))


def industries() -> QuerySet[Industry]:
    """Divisions, each followed by its classes."""
    return Industry.objects.order_by("code")


def divisions() -> QuerySet[Industry]:
    """The 88 divisions: the coarse form of a company."""
    return Industry.objects.exclude(code__contains=".").order_by("code")


def parks() -> QuerySet[IndustrialPark]:
    return IndustrialPark.objects.select_related("municipality").order_by("name")
