"""Reads about people; everybody above may call these."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import ApiToken, Membership, User
from accounts.viewers import ANONYMOUS, Viewer


def viewer_for(user: User | AnonymousUser) -> Viewer:
    """The viewer a logged-in (or anonymous) user reads as. One query for a user."""
    if not isinstance(user, User):
        return ANONYMOUS
    companies = Membership.objects.filter(user=user, is_active=True)
    company_ids = frozenset(companies.values_list("company_id", flat=True))
    return Viewer(user.pk, company_ids, user.is_cluster_staff)


def token_for(key: str) -> ApiToken | None:
    """The unrevoked token of an active user that this key opens, if any."""
    live = ApiToken.objects.select_related("user").filter(revoked_at=None, user__is_active=True)
    return live.filter(digest=ApiToken.digest_of(key)).first()
