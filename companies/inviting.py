"""Writes about invitations: an address is asked by letter to act for a company.

What the one who invites gets to see depends on the address and on who acts for the company
already, never on whether the address has a login here.
"""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.letters import language_of, write_letter, write_to
from accounts.models import Membership, User
from accounts.queries import active_memberships
from accounts.services import (
    NotAllowedError,
    may_decide_administrators,
    may_decide_members,
    start_membership,
)
from companies.models import Company, Invitation, MembershipRequest
from companies.public_ids import new_public_id
from companies.queries import has_address, open_invitations
from companies.services import naming
from exchange.audit.services import record

HOLDS = timedelta(days=14)
SEND_AGAIN_AFTER = timedelta(minutes=10)
MOST_LETTERS = 5
"""To one address about one invitation."""
MOST_A_DAY = 30
"""Letters of one company, so that nobody writes to the whole country from here."""
SALT = "companies.invitation"
Outcome = Invitation.Outcome


@transaction.atomic
def invite(*, actor: User, company: Company, email: str, role: str) -> Invitation:
    """Write to an address that whoever has it may act for the company.

    Raises NotAllowedError unless actor may give this role, ValidationError that names the field
    for an address that is wrong, acts for the company or is invited already, and for too many.
    """
    _locked(actor, company, role)
    address = _checked_address(email)
    _require_new(company, address)
    known = Invitation.objects.filter(company=company, email=address, outcome=Outcome.OPEN).first()
    invitation = known or Invitation(company=company, email=address, letters=0)
    invitation.role = role
    _send(actor, invitation)
    _note(actor, "invitation.send", invitation, role=role)
    return invitation


@transaction.atomic
def send_again(*, actor: User, invitation: Invitation) -> None:
    """The same with a new link; the old one opens nothing any more.

    Raises NotAllowedError, also for one that is answered, and ValidationError when the last letter
    is too fresh or there were too many.
    """
    current = _open(actor, invitation)
    if timezone.now() < current.sent_at + SEND_AGAIN_AFTER:
        raise ValidationError(_("A letter went out a moment ago. Wait ten minutes."))
    if current.letters >= MOST_LETTERS:
        raise ValidationError(_("This address has got enough letters. Speak with the person."))
    _require_few(current.company)
    _send(actor, current)
    _note(actor, "invitation.again", current)


@transaction.atomic
def revoke_invitation(*, actor: User, invitation: Invitation) -> None:
    """Take it back at once. Raises NotAllowedError, also for one that is answered."""
    current = _open(actor, invitation)
    _end(actor, current, Outcome.REVOKED)
    _note(actor, "invitation.revoke", current)


@transaction.atomic
def accept_invitation(*, actor: User, public_id: str) -> Membership:
    """Begin to act for the company. Whoever is its administrator already stays so.

    Raises NotAllowedError unless the invitation holds and its address is actor's, confirmed.
    """
    invitation = invitation_that_holds(public_id)
    if invitation is None or not has_address(actor, invitation.email):
        raise NotAllowedError
    invitation = _open(invitation.invited_by, invitation)
    _end(actor, invitation, Outcome.ACCEPTED)
    own = active_memberships(invitation.company_id).filter(user=actor).first()
    is_enough = own and own.role in (invitation.role, Membership.Role.ADMIN)
    membership = own if own and is_enough else _begun(actor, invitation)
    _answer_requests(actor, invitation)
    _note(actor, "invitation.accept", invitation)
    context = {"company": invitation.company, "membership": membership}
    write_letter(invitation.invited_by, "invitation_accepted", context)
    return membership


def _begun(person: User, invitation: Invitation) -> Membership:
    return start_membership(
        actor=invitation.invited_by,
        user=person,
        company_id=invitation.company_id,
        role=invitation.role,
    )


def invitation_that_holds(public_id: str) -> Invitation | None:
    """None alike for one that never was, is over, or whose sender no longer decides."""
    found = open_invitations().filter(public_id=public_id).first()
    return found if found and holds(found) else None


def holds(invitation: Invitation) -> bool:
    """Whether the one who sent it may still give what it promises."""
    return may_give(invitation.invited_by, invitation.company, invitation.role)


def invitation_of_link(token: str) -> Invitation | None:
    """None for every link that does not open: forged, old, used, taken back, replaced."""
    try:
        public_id, secret = signing.loads(token, salt=SALT, max_age=HOLDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = invitation_that_holds(str(public_id))
    return found if found and constant_time_compare(found.secret, str(secret)) else None


def link_of(invitation: Invitation) -> str:
    """What the letter's address ends in: signed, and without the address of the receiver."""
    return signing.dumps([invitation.public_id, invitation.secret], salt=SALT)


def may_give(actor: User, company: Company, role: str) -> bool:
    if not actor.is_active:
        return False
    may = may_decide_administrators if role == Membership.Role.ADMIN else may_decide_members
    return may(actor, company.pk)


def _locked(actor: User, company: Company, role: str) -> None:
    """One at a time for each company, so that two who invite the same make one invitation."""
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    if not may_give(actor, company, role):
        raise NotAllowedError


def _open(actor: User, invitation: Invitation) -> Invitation:
    """As it is now. Raises NotAllowedError for one that is answered or is not actor's to decide."""
    _locked(actor, invitation.company, invitation.role)
    current = Invitation.objects.select_for_update(of=("self",)).select_related("company")
    found = current.filter(pk=invitation.pk, outcome=Outcome.OPEN).first()
    if found is None:
        raise NotAllowedError
    return found


def _checked_address(email: str) -> str:
    address = email.strip().lower()
    with naming("email"):
        validate_email(address)
    return address


def _require_new(company: Company, address: str) -> None:
    if active_memberships(company.pk).filter(user__email=address).exists():
        raise ValidationError(
            {"email": _("Whoever has this address acts for the company already.")}
        )
    if open_invitations().filter(company=company, email=address).exists():
        message = _("This address is invited already. You can send the letter again below.")
        raise ValidationError({"email": message})
    _require_few(company)


def _require_few(company: Company) -> None:
    lately = Invitation.objects.filter(
        company=company, sent_at__gt=timezone.now() - timedelta(days=1)
    )
    if (lately.aggregate(sum=Sum("letters"))["sum"] or 0) >= MOST_A_DAY:
        raise ValidationError(_("The company has sent many invitations today. Go on tomorrow."))


def _send(actor: User, invitation: Invitation) -> None:
    """In the language of whoever has the address; of the one who invites where nobody does."""
    now = timezone.now()
    invitation.invited_by, invitation.secret = actor, new_public_id()
    invitation.sent_at, invitation.expires_at = now, now + HOLDS
    invitation.letters += 1
    invitation.full_clean(exclude=["company", "invited_by", "ended_by"])
    invitation.save()
    receiver = User.objects.filter(email=invitation.email, is_active=True).first()
    language = language_of(receiver) if receiver else translation.get_language()
    context = {"invitation": invitation, "token": link_of(invitation), "inviter": actor}
    write_to(invitation.email, language, "invitation", context)


def _end(actor: User, invitation: Invitation, outcome: Outcome) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(
        outcome=outcome, ended_at=timezone.now(), ended_by=actor
    )


def _answer_requests(actor: User, invitation: Invitation) -> None:
    """Whoever had asked as well waits no longer."""
    waiting = MembershipRequest.objects.filter(
        user=actor,
        country=invitation.company.country,
        organisation_number=invitation.company.organisation_number,
        answer=MembershipRequest.Answer.WAITING,
    )
    waiting.update(
        answer=MembershipRequest.Answer.CONFIRMED,
        answered_at=timezone.now(),
        answered_by=invitation.invited_by,
    )


def _note(actor: User, action: str, invitation: Invitation, **details: object) -> None:
    subject = f"company:{invitation.company_id}"
    record(actor=actor, action=action, subject=subject, invitation=invitation.pk, **details)
