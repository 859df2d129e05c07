"""Writes about people: membership and its role, keys of programs, language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.letters import write_letter
from accounts.models import ApiToken, Membership, User
from accounts.queries import (
    active_memberships,
    acts_as_staff,
    is_administrator,
    lasting_administrators,
)
from exchange.audit.services import record


class NotAllowedError(Exception):
    """The actor may not do this."""


class LastAdministratorError(Exception):
    """Others would be left in a company without anybody who decides who acts for it."""


def may_decide_members(actor: User, company_id: int) -> bool:
    """Staff may for any company; an active company admin only for the own one."""
    return acts_as_staff(actor) or is_administrator(actor, company_id)


def may_decide_administrators(actor: User, company_id: int) -> bool:
    """Who stands in for an administrator makes and unmakes none."""
    lasting = lasting_administrators(company_id).filter(user=actor)
    return acts_as_staff(actor) or lasting.exists()


def _require_may_decide(actor: User, company_id: int, *roles: str) -> None:
    is_about_admins = Membership.Role.ADMIN in roles
    may = may_decide_administrators if is_about_admins else may_decide_members
    if not may(actor, company_id):
        raise NotAllowedError


@transaction.atomic
def start_membership(*, actor: User, user: User, company_id: int, role: str) -> Membership:
    """Let somebody act for a company at once; whoever does so already gets the role.

    Raises NotAllowedError unless actor is staff or the company's admin; a stand-in decides only
    on members.
    """
    before = Membership.objects.filter(user=user, company_id=company_id, is_active=True).first()
    _require_may_decide(actor, company_id, role, before.role if before else role)
    membership, _created = Membership.objects.update_or_create(
        user=user,
        company_id=company_id,
        defaults={"role": role, "is_active": True, "confirmed_by": actor},
    )
    _note(actor, "membership.confirm", membership, role=role)
    return membership


@transaction.atomic
def change_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Make a member administrator, or the other way.

    Raises NotAllowedError as start_membership does, also for somebody who has left meanwhile,
    and LastAdministratorError.
    """
    current = _locked(membership)
    _require_may_decide(actor, current.company_id, role, current.role)
    if role != current.role:
        if role != Membership.Role.ADMIN:
            _require_another_administrator(current)
        current.role = role
        current.save(update_fields=["role"])
        _note(actor, "membership.role", current, role=role)
    return current


@transaction.atomic
def end_membership(*, actor: User, membership: Membership) -> None:
    """Stop acting for a company, or have somebody stop, who is told so by letter.

    Raises NotAllowedError unless it is one's own, or one may decide it, and
    LastAdministratorError.
    """
    current = _locked(membership)
    is_own = current.user_id == actor.pk
    if not is_own:
        _require_may_decide(actor, current.company_id, current.role)
    _require_another_administrator(current)
    current.is_active = False
    current.role = Membership.Role.MEMBER
    current.save(update_fields=["is_active", "role"])
    _note(actor, "membership.end", current)
    if not is_own:
        write_letter(current.user, "membership_ended", {"company": current.company})


def _locked(membership: Membership) -> Membership:
    """An active membership read again, with everybody's of the company kept from changing.

    The whole company is locked, in one order, so that its two last administrators cannot
    both leave in the same moment.
    """
    active = Membership.objects.filter(company_id=membership.company_id, is_active=True)
    locked = active.select_for_update(no_key=True, of=("self",)).order_by("pk")
    for current in locked.select_related("user", "company"):
        if current.pk == membership.pk:
            return current
    raise NotAllowedError


def _require_another_administrator(leaving: Membership) -> None:
    others = active_memberships(leaving.company_id).exclude(pk=leaving.pk)
    if leaving.role != Membership.Role.ADMIN or not others.exists():
        return
    if not others.filter(role=Membership.Role.ADMIN).exists():
        raise LastAdministratorError


def _note(actor: User, action: str, membership: Membership, **details: object) -> None:
    subject = f"company:{membership.company_id}"
    record(actor=actor, action=action, subject=subject, user=membership.user_id, **details)


@transaction.atomic
def create_token(*, actor: User, name: str, scope: str) -> tuple[ApiToken, str]:
    """A new token and its key, which nobody can read again.

    Raises ValidationError that names the field when one in use has this name.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if ApiToken.objects.filter(user=actor, name=name, revoked_at=None).exists():
        raise ValidationError({"name": _("You have a key with this name already.")})
    key = ApiToken.new_key()
    token = ApiToken.objects.create(
        user=actor, name=name, scope=scope, prefix=key[:8], digest=ApiToken.digest_of(key)
    )
    record(actor=actor, action="token.create", subject=f"token:{token.pk}", scope=scope)
    return token, key


@transaction.atomic
def revoke_token(*, actor: User, token_id: int) -> None:
    """Revoke one's own token at once; unknown, foreign and revoked ones are left as they are."""
    own = ApiToken.objects.filter(pk=token_id, user=actor, revoked_at=None)
    if own.update(revoked_at=timezone.now()):
        record(actor=actor, action="token.revoke", subject=f"token:{token_id}")


def choose_language(*, actor: User, language: str) -> None:
    """Remember in which language somebody reads; one that is not offered changes nothing."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=actor.pk).update(language=language)
