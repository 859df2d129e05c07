"""Writes about a company whose only administrator is away: ask the cluster, appoint, end.

A stand-in decides on members for a while, and neither makes nor unmakes administrators.
"""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.letters import write_letter
from accounts.models import Membership, StandIn, User
from accounts.queries import (
    active_memberships,
    acts_as_staff,
    lasting_administrators,
    live_stand_ins,
    staff_members,
    untold_stand_ins,
)
from accounts.services import NotAllowedError, may_decide_administrators
from companies.models import AbsenceReport, Company
from exchange.audit.services import record

MOST_DAYS = 90
"""After that the cluster looks at it anew."""


@transaction.atomic
def ask_for_stand_in(*, actor: User, company: Company, text: str) -> AbsenceReport:
    """Tell the cluster that the only administrator is away.

    Raises NotAllowedError unless actor acts for the company, ValidationError when somebody else
    can decide, or has asked already.
    """
    _lock(company)
    if not active_memberships(company.pk).filter(user=actor).exists():
        raise NotAllowedError
    _require_alone(company)
    if AbsenceReport.objects.filter(company=company, answered_at=None).exists():
        raise ValidationError(_("The cluster has been asked already, and has not answered yet."))
    report = AbsenceReport(company=company, asked_by=actor, text=" ".join(text.split()))
    report.full_clean()
    report.save()
    record(actor=actor, action="absence.ask", subject=f"company:{company.pk}")
    for reader in staff_members():
        write_letter(reader, "absence_asked", {"report": report})
    return report


@transaction.atomic
def turn_down_absence(*, actor: User, company: Company) -> bool:
    """Answer that nobody will be appointed; False where nobody waits. Raises NotAllowedError."""
    if not acts_as_staff(actor):
        raise NotAllowedError
    _lock(company)
    report = AbsenceReport.objects.filter(company=company, answered_at=None).first()
    if report is None:
        return False
    _answer(actor, company)
    record(actor=actor, action="absence.turn_down", subject=f"company:{company.pk}")
    write_letter(report.asked_by, "absence_turned_down", {"company": company})
    return True


@transaction.atomic
def appoint_stand_in(
    *, actor: User, membership: Membership, last_day: date, how_known: str
) -> StandIn:
    """Let a member decide on members until the end of a day; ends what somebody else had.

    `how_known` says how staff made sure that the administrator is away; it stays in the audit log.
    Raises NotAllowedError unless actor is staff, ValidationError that names the field.
    """
    if not acts_as_staff(actor):
        raise NotAllowedError
    company = membership.company
    _lock(company)
    _require_alone(company)
    _require_may_stand_in(membership)
    until = _end_of(last_day)
    absent = lasting_administrators(company.pk).first()
    _end_all(actor, company)
    stand_in = StandIn.objects.create(
        membership=membership,
        instead_of=absent.user if absent else None,
        appointed_by=actor,
        until=until,
    )
    _answer(actor, company)
    record(
        actor=actor, action="standin.appoint", subject=f"company:{company.pk}",
        user=membership.user_id, until=until.isoformat(), how_known=how_known,
    )  # fmt: skip
    _tell(company, stand_in, "stand_in_appointed")
    return stand_in


@transaction.atomic
def end_stand_in(*, actor: User, company: Company) -> bool:
    """End it at once; False where there is none. Raises NotAllowedError unless actor is staff or
    an administrator who is back."""
    _lock(company)
    if not may_decide_administrators(actor, company.pk):
        raise NotAllowedError
    ended = _end_all(actor, company)
    for stand_in in ended:
        record(
            actor=actor, action="standin.end", subject=f"company:{company.pk}",
            user=stand_in.membership.user_id,
        )  # fmt: skip
        _tell(company, stand_in, "stand_in_ended")
    return bool(ended)


@transaction.atomic
def tell_of_run_out(*, stand_in: StandIn) -> bool:
    """Write to those whom it concerns that somebody's time has run out; False when it was done.

    The mark and the letters hold together or not at all, so that each is written exactly once.
    """
    company = stand_in.membership.company
    _lock(company)
    if not untold_stand_ins().filter(pk=stand_in.pk).update(told_at=timezone.now()):
        return False
    record(
        actor=None, action="standin.run_out", subject=f"company:{company.pk}",
        user=stand_in.membership.user_id,
    )  # fmt: skip
    concerned = _concerned(company, stand_in)
    for member in concerned:
        _tell_one(member.user, company, stand_in, "stand_in_run_out", is_member=True)
    for reader in staff_members().exclude(pk__in=[member.user_id for member in concerned]):
        _tell_one(reader, company, stand_in, "stand_in_run_out", is_member=False)
    return True


def _concerned(company: Company, stand_in: StandIn) -> list[Membership]:
    """Who stood in and who was away, as far as they still act for the company."""
    people = {stand_in.membership.user_id, stand_in.instead_of_id} - {None}
    return [one for one in active_memberships(company.pk) if one.user_id in people]


def _lock(company: Company) -> None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)


def _require_alone(company: Company) -> None:
    if lasting_administrators(company.pk).count() > 1:
        raise ValidationError(_("The company has another administrator, who can decide."))


def _require_may_stand_in(membership: Membership) -> None:
    own = active_memberships(membership.company_id).filter(role=Membership.Role.MEMBER)
    if not own.filter(pk=membership.pk).exists():
        raise ValidationError({"member": _("Choose somebody who acts for the company.")})


def _end_of(last_day: date) -> datetime:
    today = timezone.localdate()
    if not today <= last_day <= today + timedelta(days=MOST_DAYS):
        message = _("Choose a day from today and at most %(days)s days ahead.")
        raise ValidationError({"last_day": ValidationError(message, params={"days": MOST_DAYS})})
    return timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min))


def _end_all(actor: User, company: Company) -> list[StandIn]:
    live = live_stand_ins().filter(membership__company=company)
    ended = list(live.select_related("membership__user", "instead_of"))
    StandIn.objects.filter(pk__in=[one.pk for one in ended]).update(
        ended_at=timezone.now(), ended_by=actor
    )
    return ended


def _answer(actor: User, company: Company) -> None:
    AbsenceReport.objects.filter(company=company, answered_at=None).update(
        answered_at=timezone.now(), answered_by=actor
    )


def _tell(company: Company, stand_in: StandIn, letter: str) -> None:
    """Everybody who acts for the company, so that nothing of this happens out of sight."""
    for member in active_memberships(company.pk):
        _tell_one(member.user, company, stand_in, letter, is_member=True)


def _tell_one(
    reader: User, company: Company, stand_in: StandIn, letter: str, *, is_member: bool
) -> None:
    context = {
        "company": company,
        "stand_in": stand_in,
        "is_member": is_member,
        "is_stand_in": reader.pk == stand_in.membership.user_id,
        "is_absent": reader.pk == stand_in.instead_of_id,
        "last_day": last_day(stand_in),
    }
    write_letter(reader, letter, context)


def last_day(stand_in: StandIn) -> date:
    return timezone.localtime(stand_in.until - timedelta(seconds=1)).date()
