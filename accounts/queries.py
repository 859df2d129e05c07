"""Reads about people; everybody above may call these."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import ApiToken, Membership, StandIn, User
from accounts.viewers import ANONYMOUS, Viewer

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes alone are none: they come with one of these."""
NOBODY = 0
"""No user has this id: what an anonymous viewer asks for as his own is empty."""


def viewer_for(user: User | AnonymousUser) -> Viewer:
    """The viewer a logged-in (or anonymous) user reads as. One query for a user, two for staff."""
    if not isinstance(user, User):
        return ANONYMOUS
    companies = Membership.objects.filter(user=user, is_active=True)
    company_ids = frozenset(companies.values_list("company_id", flat=True))
    return Viewer(user.pk, company_ids, acts_as_staff(user))


def acts_as_staff(user: User) -> bool:
    """Whether somebody has the rights of cluster staff, by page or by key.

    Staff without a second step at login have none, unless settings say otherwise.
    """
    return user.is_cluster_staff and not lacks_second_step(user)


def lacks_second_step(user: User) -> bool:
    """Whether somebody is cluster staff and has yet to set up the second step."""
    if not (user.is_cluster_staff and settings.STAFF_NEED_MFA):
        return False
    return not has_second_step(user)


def has_second_step(user: User) -> bool:
    """Whether a password alone is not enough to log in as somebody."""
    return bool(Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists())


def has_unconfirmed_address(user: User) -> bool:
    """Whether an address must be confirmed or removed before the second step can be set up."""
    return bool(EmailAddress.objects.filter(user=user, verified=False).exists())


def staff_members() -> QuerySet[User]:
    """Everybody who works for the cluster, to write to."""
    return User.objects.filter(is_cluster_staff=True, is_active=True).order_by("pk")


def is_administrator(user: User, company_id: int) -> bool:
    """Whether somebody decides who acts for a company, as one of its own."""
    return administrators(company_id).filter(user=user).exists()


def administrators(company_id: int) -> QuerySet[Membership]:
    """Active memberships of those who decide who acts for a company, stand-ins among them."""
    return active_memberships(company_id).filter(decides())


def lasting_administrators(company_id: int) -> QuerySet[Membership]:
    """The same without those who only stand in for a while."""
    return active_memberships(company_id).filter(role=Membership.Role.ADMIN)


def lastingly_administered(viewer: Viewer) -> set[int]:
    """Ids of the companies in which somebody decides on administrators, too."""
    own = memberships_of(viewer).filter(role=Membership.Role.ADMIN)
    return set(own.order_by().values_list("company_id", flat=True))


def decides() -> Q:
    return Q(role=Membership.Role.ADMIN) | Q(Exists(live_stand_ins(OuterRef("pk"))))


def live_stand_ins(membership: OuterRef | None = None) -> QuerySet[StandIn]:
    """Those that have neither ended nor run out, by the database's clock."""
    live = StandIn.objects.filter(ended_at=None, until__gt=Now())
    return live.filter(membership=membership) if membership else live


def untold_stand_ins() -> QuerySet[StandIn]:
    """Those that have run out by themselves, and of which nobody has been told."""
    return StandIn.objects.filter(ended_at=None, told_at=None, until__lte=Now()).order_by("pk")


def stand_in_of(company_id: int) -> StandIn | None:
    """Who decides for the company's administrator at this moment, if anybody does."""
    found = live_stand_ins().filter(membership__company_id=company_id, membership__is_active=True)
    return found.select_related("membership__user", "instead_of").order_by("-pk").first()


def active_memberships(company_id: int) -> QuerySet[Membership]:
    """Everybody who acts for a company, by name."""
    active = Membership.objects.filter(company_id=company_id, is_active=True, user__is_active=True)
    return active.select_related("user").order_by("user__name", "user__email")


def memberships_of(viewer: Viewer) -> QuerySet[Membership]:
    """The companies that somebody acts for, by name."""
    own = Membership.objects.filter(user_id=viewer.user_id or NOBODY, is_active=True)
    return own.select_related("company").order_by("company__name")


def administered_companies(viewer: Viewer) -> QuerySet[Membership]:
    """Those of one's memberships with which one decides who else acts for the company."""
    return memberships_of(viewer).filter(decides())


def tokens_of(viewer: Viewer) -> QuerySet[ApiToken]:
    """Somebody's own keys: those in use first, then the newest."""
    own = ApiToken.objects.filter(user_id=viewer.user_id or NOBODY)
    return own.order_by(F("revoked_at").desc(nulls_first=True), "-created_at")


def token_for(key: str) -> ApiToken | None:
    """The unrevoked token of an active user that this key opens, if any."""
    live = ApiToken.objects.select_related("user").filter(revoked_at=None, user__is_active=True)
    return live.filter(digest=ApiToken.digest_of(key)).first()
