"""People and companies that the tests here start from."""

import pytest

from accounts.models import Membership, User
from companies.models import Company
from companies.organisation_numbers import synthetic_number
from companies.reference import load_companies_reference
from companies.services import register_company


@pytest.fixture
def reference(db: None) -> None:
    load_companies_reference()


@pytest.fixture
def company(reference: None) -> Company:
    return register_company(actor=None, name="Slaggverket", organisation_number=synthetic_number(1))


@pytest.fixture
def member(company: Company) -> User:
    user = User.objects.create_user("member@works.example")
    Membership.objects.create(user=user, company=company, is_active=True)
    return user


@pytest.fixture
def pending(company: Company) -> User:
    user = User.objects.create_user("pending@works.example")
    Membership.objects.create(user=user, company=company)
    return user


@pytest.fixture
def staff(db: None) -> User:
    return User.objects.create_user("staff@cluster.example", is_cluster_staff=True)
