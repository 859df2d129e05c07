"""Writes about people: ask for and confirm membership, make and revoke tokens."""

from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, Membership, User
from exchange.audit.services import record


class NotAllowedError(Exception):
    """The actor may not do this."""


@transaction.atomic
def ask_for_membership(*, actor: User, company_id: int) -> Membership:
    """Ask to act for a company; inactive until somebody with the right confirms it."""
    membership, created = Membership.objects.get_or_create(user=actor, company_id=company_id)
    if created:
        record(actor=actor, action="membership.ask", subject=f"company:{company_id}")
    return membership


@transaction.atomic
def confirm_membership(*, actor: User, membership: Membership) -> Membership:
    """Activate a membership.

    Raises NotAllowedError unless actor is staff or the company's admin.
    """
    if not may_confirm(actor, membership.company_id):
        raise NotAllowedError
    membership.is_active = True
    membership.confirmed_by = actor
    membership.save(update_fields=["is_active", "confirmed_by"])
    record(
        actor=actor,
        action="membership.confirm",
        subject=f"company:{membership.company_id}",
        user=membership.user_id,
    )
    return membership


def may_confirm(actor: User, company_id: int) -> bool:
    """Staff may confirm anybody; an active company admin only for the own company."""
    admin = Membership.objects.filter(
        user=actor, company_id=company_id, is_active=True, role=Membership.Role.ADMIN
    )
    return actor.is_cluster_staff or admin.exists()


@transaction.atomic
def create_token(*, actor: User, name: str, scope: str) -> tuple[ApiToken, str]:
    """A new token and its key, which nobody can read again."""
    key = ApiToken.new_key()
    token = ApiToken.objects.create(
        user=actor, name=name, scope=scope, prefix=key[:8], digest=ApiToken.digest_of(key)
    )
    record(actor=actor, action="token.create", subject=f"token:{token.pk}", scope=scope)
    return token, key


@transaction.atomic
def revoke_token(*, actor: User, token_id: int) -> None:
    """Revoke one's own token at once; unknown or foreign ids do nothing."""
    ApiToken.objects.filter(pk=token_id, user=actor).update(revoked_at=timezone.now())
    record(actor=actor, action="token.revoke", subject=f"token:{token_id}")
