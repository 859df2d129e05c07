"""Keys of programs are shown once, kept as digests, and die when revoked."""

import pytest

from accounts.models import ApiToken, User
from accounts.queries import token_for, viewer_for
from accounts.services import create_token, revoke_token
from exchange.audit.models import AuditLine


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("Kari@Smelter.example", "a long password")


def test_email_is_kept_in_lower_case(person: User) -> None:
    assert person.email == "kari@smelter.example"


def test_key_opens_its_token_and_is_not_stored(person: User) -> None:
    token, key = create_token(actor=person, name="lab", scope=ApiToken.Scope.READ)
    assert token_for(key) == token
    assert key not in str(ApiToken.objects.values_list("digest", "prefix", "name"))


def test_revoked_key_opens_nothing(person: User) -> None:
    token, key = create_token(actor=person, name="lab", scope=ApiToken.Scope.READ)
    revoke_token(actor=person, token_id=token.pk)
    assert token_for(key) is None


def test_nobody_revokes_the_key_of_another(person: User) -> None:
    other = User.objects.create_user("ola@other.example", "a long password")
    token, key = create_token(actor=person, name="lab", scope=ApiToken.Scope.READ)
    revoke_token(actor=other, token_id=token.pk)
    assert token_for(key) == token


def test_key_of_a_locked_out_user_opens_nothing(person: User) -> None:
    _token, key = create_token(actor=person, name="lab", scope=ApiToken.Scope.READ)
    person.is_active = False
    person.save()
    assert token_for(key) is None


def test_making_a_key_leaves_an_audit_line_without_the_key(person: User) -> None:
    _token, key = create_token(actor=person, name="lab", scope=ApiToken.Scope.WRITE)
    line = AuditLine.objects.get(action="token.create")
    assert line.actor_id == person.pk
    assert key not in str(line.details)


def test_user_without_membership_acts_for_nobody(person: User) -> None:
    assert viewer_for(person).company_ids == frozenset()
    assert not viewer_for(person).is_staff
