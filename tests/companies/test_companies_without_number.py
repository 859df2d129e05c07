"""Companies that a public source names without a number: known by name, joined by nobody."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Membership, User
from companies.models import Company
from companies.organisation_numbers import synthetic_number
from companies.queries import companies_in_use, companies_without_number, company_by_number
from companies.services import register_company, save_company, set_cluster_consent
from exchange.audit.models import AuditLine

pytestmark = pytest.mark.django_db
REAL_NUMBER = "980518647"


def named(name: str, country: str = "NO") -> Company:
    return register_company(actor=None, name=name, organisation_number=None, country=country)


def test_a_company_may_be_known_by_name_alone() -> None:
    company = named("Smelteverket AS")
    assert (company.organisation_number, company.is_synthetic) == ("", False)
    assert list(companies_without_number()) == [company]


def test_who_registers_must_still_give_a_number() -> None:
    with pytest.raises(ValidationError) as refusal:
        register_company(actor=None, name="Verket", organisation_number=" ")
    assert set(refusal.value.message_dict) == {"organisation_number"}
    assert not Company.objects.exists()


def test_many_companies_may_lack_a_number_but_not_under_one_name() -> None:
    named("Smelteverket AS")
    named("Kalkverket AS")
    named("Smelteverket AS", country="SE")
    with pytest.raises(ValidationError):
        named("SMELTEVERKET AS")
    assert companies_without_number().count() == 3


def test_the_same_name_with_a_number_is_another_company() -> None:
    named("Smelteverket AS")
    register_company(actor=None, name="Smelteverket AS", organisation_number=synthetic_number(1))
    assert Company.objects.filter(name="Smelteverket AS").count() == 2


def test_nobody_finds_it_by_an_empty_number() -> None:
    named("Smelteverket AS")
    assert company_by_number("NO", "") is None


def test_it_may_get_its_number_and_then_keeps_it() -> None:
    company = named("Smelteverket AS")
    changed = save_company(
        actor=None, company=company, changes={"organisation_number": "980 518 647"}
    )
    assert changed.organisation_number == REAL_NUMBER
    with pytest.raises(ValidationError):
        save_company(actor=None, company=company, changes={"organisation_number": ""})


def test_other_changes_leave_it_without_a_number_and_alike_ones_leave_no_trace() -> None:
    company = named("Smelteverket AS")
    before = AuditLine.objects.count()
    for _ in range(2):
        changed = save_company(actor=None, company=company, changes={"name": "Ovnsverket AS"})
    assert (changed.name, changed.organisation_number) == ("Ovnsverket AS", "")
    assert AuditLine.objects.count() == before + 1


def test_a_company_is_in_use_when_somebody_acts_for_it() -> None:
    waiting, joined, trusting = named("A AS"), named("B AS"), named("C AS")
    person = User.objects.create_user("kari@works.example")
    Membership.objects.create(user=person, company=waiting)
    Membership.objects.create(user=person, company=joined, is_active=True)
    set_cluster_consent(actor=None, company=trusting, may_act=True)
    assert set(companies_in_use()) == {joined, trusting}
