"""Companies are registered and changed by those who may, wholly or not at all."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import viewer_for
from accounts.services import NotAllowedError
from companies.models import Company, Industry
from companies.organisation_numbers import synthetic_number
from companies.queries import companies_to_act_for, company_by_number
from companies.services import register_company, save_company, set_cluster_consent
from companies.signals import company_changed
from exchange.audit.models import AuditLine


def test_a_new_company_has_its_group_and_nobody_in_it(company: Company) -> None:
    assert company.group.name == f"company:{company.public_id}"
    assert not company.memberships.exists()
    assert AuditLine.objects.get(action="company.register").subject == f"company:{company.pk}"


def test_a_number_of_the_test_series_makes_a_company_synthetic(company: Company) -> None:
    assert company.is_synthetic


def test_a_made_up_company_cannot_carry_a_real_number(reference: None) -> None:
    with pytest.raises(ValidationError) as refusal:
        register_company(actor=None, name="X", organisation_number="988077917", is_synthetic=True)
    assert set(refusal.value.message_dict) == {"organisation_number"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"organisation_number": "988077918"}, "organisation_number"),
        ({"country": "XX"}, "country"),
        ({"name": "  "}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "x" * 161}, "name"),
    ],
)
def test_a_refused_company_leaves_nothing_behind(
    reference: None, fields: dict[str, Any], wrong: str
) -> None:
    good = {"name": "Verket", "organisation_number": synthetic_number(7), "country": "NO"}
    with pytest.raises(ValidationError) as refusal:
        register_company(actor=None, **{**good, **fields})
    assert wrong in refusal.value.message_dict
    assert not Company.objects.exists()
    assert not Group.objects.exists()
    assert not AuditLine.objects.exists()


def test_a_number_is_taken_however_it_is_written(company: Company) -> None:
    number = company.organisation_number
    spaced = f"NO {number[:3]} {number[3:6]} {number[6:]} MVA"
    with pytest.raises(ValidationError, match="registered already"):
        register_company(actor=None, name="Again", organisation_number=spaced)
    assert company_by_number("no", spaced) == company
    assert Group.objects.count() == 1


@pytest.mark.parametrize("number", ["", "1", "988077918", "988077917"])
def test_wrong_and_unknown_numbers_find_no_company(company: Company, number: str) -> None:
    assert company_by_number("NO", number) is None


def test_a_member_changes_the_company_and_the_catalogue_is_told(
    company: Company, member: User
) -> None:
    told: list[int] = []
    company_changed.connect(lambda company_id, **_: told.append(company_id), weak=False,
                            dispatch_uid="test")  # fmt: skip
    try:
        industry = Industry.objects.get(code="24.10")
        save_company(actor=member, company=company, changes={"industry": industry})
        save_company(actor=member, company=company, changes={"industry": industry})
    finally:
        company_changed.disconnect(dispatch_uid="test")
    company.refresh_from_db()
    assert company.industry_id == "24.10"
    assert told == [company.pk]
    line = AuditLine.objects.get(action="company.save")
    assert line.actor_id == member.pk
    assert line.details == {"fields": ["industry_id"]}


def test_a_failing_publisher_undoes_the_change(company: Company, member: User) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("cannot publish")

    company_changed.connect(fail, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError):
            save_company(actor=member, company=company, changes={"name": "New"})
    finally:
        company_changed.disconnect(dispatch_uid="test")
    company.refresh_from_db()
    assert company.name == "Slaggverket"
    assert not AuditLine.objects.filter(action="company.save").exists()


def test_consent_and_defaults_are_not_changed_by_the_way(company: Company, member: User) -> None:
    with pytest.raises(TypeError, match="cluster_may_act"):
        save_company(actor=member, company=company, changes={"cluster_may_act": True})


def test_strangers_pending_members_and_staff_without_consent_may_not(
    company: Company, pending: User, staff: User
) -> None:
    for actor in (User.objects.create_user("stranger@else.example"), pending, staff):
        with pytest.raises(NotAllowedError):
            save_company(actor=actor, company=company, changes={"name": "Taken"})
        with pytest.raises(NotAllowedError):
            set_cluster_consent(actor=actor, company=company, may_act=True)
        assert not companies_to_act_for(viewer_for(actor)).exists()
    company.refresh_from_db()
    assert company.name == "Slaggverket"


def test_consent_is_dated_logged_and_lets_staff_act(
    company: Company, member: User, staff: User
) -> None:
    assert company.cluster_may_act_changed is None
    set_cluster_consent(actor=member, company=company, may_act=True)
    save_company(actor=staff, company=company, changes={"name": "Helped"})
    company.refresh_from_db()
    assert company.name == "Helped"
    assert company.cluster_may_act_changed is not None
    assert list(companies_to_act_for(viewer_for(staff))) == [company]
    line = AuditLine.objects.get(action="company.consent")
    assert (line.actor_id, line.details) == (member.pk, {"may_act": True})


def test_withdrawn_consent_holds_even_for_a_page_that_was_open(
    company: Company, member: User, staff: User
) -> None:
    seen_by_staff = set_cluster_consent(actor=member, company=company, may_act=True)
    set_cluster_consent(actor=member, company=company, may_act=False)
    with pytest.raises(NotAllowedError):
        save_company(actor=staff, company=seen_by_staff, changes={"name": "Late"})


def test_saying_the_same_again_leaves_no_second_line(company: Company, member: User) -> None:
    for _ in range(2):
        set_cluster_consent(actor=member, company=company, may_act=True)
    assert AuditLine.objects.filter(action="company.consent").count() == 1
