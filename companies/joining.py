"""Writes about who joins a company: ask, confirm, turn down.

Nobody who asks learns whether the company is registered here: what they get to see, when and
by which letters, depends on what they wrote and on the answer alone.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.letters import write_letter
from accounts.models import Membership, User
from accounts.queries import acts_as_staff, administrators, is_administrator, staff_members
from accounts.services import NotAllowedError, start_membership
from companies.countries import checked_country
from companies.models import Company, Industry, MembershipRequest
from companies.organisation_numbers import checked_number
from companies.queries import company_by_number, waiting_requests
from companies.services import naming, register_company
from exchange.audit.services import record

MOST_WAITING = 5
"""Requests that one person may have waiting: each is work for somebody."""
Answer = MembershipRequest.Answer


class AnsweredAlreadyError(Exception):
    """Somebody else has answered the request in the meantime."""


@transaction.atomic
def ask_to_join(
    *, actor: User, country: str, number: str, company_name: str, industry: Industry | None
) -> MembershipRequest:
    """Ask to act for the company with this number, whether it is registered here or not.

    Raises ValidationError, which names the field, for a number that is wrong, one that actor
    acts or asks for already, and for too many requests at once.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    with naming("country"):
        country = checked_country(country)
    with naming("organisation_number"):
        number = checked_number(number, country)
    request = MembershipRequest(
        user=actor,
        country=country,
        organisation_number=number,
        company_name=" ".join(company_name.split()),
        industry=industry,
    )
    _require_new(request)
    request.full_clean()
    request.save()
    record(actor=actor, action="membership.ask", subject=f"request:{request.pk}")
    return request


@transaction.atomic
def announce_request(*, request: MembershipRequest) -> bool:
    """Tell staff and the company's admins, once, that somebody waits for them.

    Called by a task, never where somebody asks: how long it takes depends on the company.
    """
    unannounced = MembershipRequest.objects.filter(pk=request.pk, announced_at=None)
    if not unannounced.update(announced_at=timezone.now()):
        return False
    for reader in _who_may_answer(request):
        write_letter(reader, "request_waiting", {"request": request})
    return True


@transaction.atomic
def confirm_request(*, actor: User, request: MembershipRequest, role: str) -> Membership:
    """Let somebody act for the company asked for, which is registered now if it was not.

    Raises NotAllowedError unless actor is staff or the company's admin, AnsweredAlreadyError.
    """
    company = _answer(actor, request, Answer.CONFIRMED) or _registered(actor, request)
    membership = start_membership(actor=actor, user=request.user, company_id=company.pk, role=role)
    write_letter(request.user, "request_confirmed", {"company": company, "membership": membership})
    return membership


@transaction.atomic
def reject_request(*, actor: User, request: MembershipRequest) -> None:
    """Turn a request down; the letter says what was asked, not who answered.

    Raises NotAllowedError unless actor is staff or the company's admin, AnsweredAlreadyError.
    """
    _answer(actor, request, Answer.REJECTED)
    record(actor=actor, action="membership.reject", subject=f"request:{request.pk}")
    write_letter(request.user, "request_rejected", {"request": request})


def _answer(actor: User, request: MembershipRequest, answer: Answer) -> Company | None:
    """Give the one answer there is, and return the company if it is registered."""
    company = company_by_number(request.country, request.organisation_number)
    if not (acts_as_staff(actor) or (company and is_administrator(actor, company.pk))):
        raise NotAllowedError
    waiting = waiting_requests().filter(pk=request.pk).values("pk")
    answered = MembershipRequest.objects.filter(pk__in=waiting, answer=Answer.WAITING).update(
        answer=answer, answered_at=timezone.now(), answered_by=actor
    )
    if answered != 1:
        raise AnsweredAlreadyError
    return company


def _registered(actor: User, request: MembershipRequest) -> Company:
    """The company as the person described it; or as another has just registered it."""
    try:
        return register_company(
            actor=actor,
            name=request.company_name,
            country=request.country,
            organisation_number=request.organisation_number,
            industry=request.industry,
        )
    except ValidationError:
        company = company_by_number(request.country, request.organisation_number)
        if company is None:
            raise
        return company


def _who_may_answer(request: MembershipRequest) -> list[User]:
    company = company_by_number(request.country, request.organisation_number)
    own = [one.user for one in administrators(company.pk)] if company else []
    return list({reader.pk: reader for reader in [*staff_members(), *own]}.values())


def _require_new(request: MembershipRequest) -> None:
    waiting = MembershipRequest.objects.filter(user=request.user, answer=Answer.WAITING)
    number = {"country": request.country, "organisation_number": request.organisation_number}
    if waiting.filter(**number).exists():
        raise ValidationError(
            {
                "organisation_number": _(
                    "You have asked already. You get a letter when it is answered."
                )
            }
        )
    own = Company.objects.filter(memberships__user=request.user, memberships__is_active=True)
    if own.filter(**number).exists():
        raise ValidationError({"organisation_number": _("You act for this company already.")})
    if waiting.count() >= MOST_WAITING:
        raise ValidationError(
            _("You wait for %(count)s answers. Ask again when one of them has come."),
            params={"count": MOST_WAITING},
        )
