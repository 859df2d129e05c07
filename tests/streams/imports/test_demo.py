"""The demonstration as it is loaded: complete, the same in any order, and kept to the demo."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.test import RequestFactory
from django.utils.timezone import localdate

from accounts.models import Membership, User
from accounts.queries import viewer_for
from companies.models import Company, County, Site
from companies.queries import requests_to_answer
from exchange.audit.models import AccessLine, AuditLine
from streams.catalogue.entitlement import Entitlement, entitlement_of
from streams.catalogue.models import (
    CONTENTS,
    ENTRIES,
    Entry,
    NdaEntry,
    OwnerEntry,
    PublicEntry,
    RecordGrant,
)
from streams.catalogue.names import forget_names
from streams.catalogue.rebuild import rebuild
from streams.imports.demo.documents import load_documents
from streams.imports.demo.loading import load_companies, planned_companies
from streams.imports.demo.people import load_people
from streams.reference.queries import forget_reference
from streams.register.models import Record, YearlyFigure
from streams.vocabulary import Kind, State

LOGINS = ("owner", "owner2", "seeker", "nda", "staff", "pending")
IDENTITY = {"id", "company_id", "content_hash", "updated_at", "facts"}


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Once, in a transaction that every test's own lies within and that is undone at the end."""
    forget_reference()
    forget_names()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
    forget_reference()
    forget_names()


@pytest.fixture
def demo(_loaded: None, db: None) -> None:
    """Companies, listings, catalogue and logins of the demonstration."""


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def entitled(name: str) -> Entitlement:
    return entitlement_of(viewer_for(user(name)))


def without_ids(facts: dict[str, Any]) -> dict[str, Any]:
    """Random ids of companies and documents are no part of what is compared."""
    owner = {key: value for key, value in facts.get("owner", {}).items() if key != "id"}
    documents = [{**one, "id": ""} for one in facts.get("documents", [])]
    return {**facts, "owner": owner, "documents": documents}


def row(model: type[Entry], entry: Entry) -> dict[str, Any]:
    columns = {
        field.name: getattr(entry, field.name)
        for field in entry._meta.concrete_fields
        if field.name not in IDENTITY
    }
    contents = CONTENTS[model.tier]._default_manager.filter(entry_id=entry.pk)  # type: ignore[misc]
    parts = sorted(contents.values_list("substance", "low", "high"))
    return {**columns, "facts": without_ids(entry.facts), "contents": parts}


def catalogue() -> dict[tuple[str, str], dict[str, Any]]:
    """Every row of every tier, by the owner's own reference."""
    names = dict(Record.objects.values_list("pk", "own_reference"))
    return {
        (model.__name__, names[entry.pk]): row(model, entry)
        for model in ENTRIES
        for entry in model._default_manager.all()
    }


@pytest.mark.usefixtures("demo")
def test_the_catalogue_holds_it_without_drift() -> None:
    total = Record.objects.count()
    assert total >= 300
    assert OwnerEntry.objects.count() == total
    assert not rebuild(dry_run=True)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("kind", Kind)
def test_everyone_sees_every_kind(kind: Kind) -> None:
    assert PublicEntry.objects.filter(kind=kind).count() >= 10


@pytest.mark.usefixtures("demo")
def test_everyone_sees_listings_of_all_fifteen_counties() -> None:
    shown = set(PublicEntry.objects.exclude(county="").values_list("county", flat=True))
    assert shown == set(County.objects.values_list("number", flat=True))
    assert len(shown) == 15


@pytest.mark.usefixtures("demo")
def test_no_place_is_doubtful() -> None:
    assert not Site.objects.exclude(place_doubt="")
    assert not Site.objects.exclude(latitude=None).filter(municipality=None)


@pytest.mark.usefixtures("demo")
def test_drafts_and_discontinued_listings_are_seen_by_nobody_else() -> None:
    hidden = Record.objects.exclude(state=State.PUBLISHED).values("pk")
    assert hidden.count() >= 10
    assert not PublicEntry.objects.filter(pk__in=hidden)


@pytest.mark.usefixtures("demo")
def test_loading_again_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = (AuditLine.objects.count(), Record.objects.count(), User.objects.count())
    call_command("load_demo")
    assert (AuditLine.objects.count(), Record.objects.count(), User.objects.count()) == before
    assert "loaded already" in capsys.readouterr().out


@pytest.mark.usefixtures("demo")
def test_a_listing_that_was_removed_comes_back_and_a_changed_one_stays() -> None:
    gone, changed = Record.objects.order_by("own_reference")[:2]
    Record.objects.filter(pk=changed.pk).update(title="Changed by hand")
    gone.delete()
    assert load_companies(planned_companies(), lambda count: None) == 1
    assert Record.objects.filter(own_reference=gone.own_reference).exists()
    assert Record.objects.get(pk=changed.pk).title == "Changed by hand"


@pytest.mark.usefixtures("demo")
def test_loading_in_the_opposite_order_gives_the_same_catalogue() -> None:
    before = catalogue()
    remove_everything()
    load_companies(planned_companies()[::-1], lambda count: None)
    load_people()
    load_documents()
    assert catalogue() == before


def remove_everything() -> None:
    for model in (RecordGrant, *ENTRIES, Record, Site, Company):
        model._default_manager.all().delete()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", LOGINS)
def test_everybody_can_log_in(name: str) -> None:
    known = authenticate(
        RequestFactory().post("/"), email=f"{name}@demo.example", password="materialborsen"
    )
    assert known == user(name)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["owner", "owner2"])
def test_owners_have_listings_of_several_kinds(name: str) -> None:
    records = Record.objects.filter(site__company__memberships__user=user(name))
    assert records.count() >= 8
    assert records.values("kind").distinct().count() >= 3


@pytest.mark.usefixtures("demo")
def test_owners_are_two_companies_and_the_seeker_has_no_access() -> None:
    mine, others = viewer_for(user("owner")), viewer_for(user("owner2"))
    assert mine.company_ids.isdisjoint(others.company_ids)
    assert viewer_for(user("seeker")).company_ids
    assert not entitled("seeker").granted
    assert not Record.objects.filter(site__company__memberships__user=user("seeker"))


@pytest.mark.usefixtures("demo")
def test_the_login_under_nda_sees_some_listings_of_both_owners_and_of_others() -> None:
    granted = Record.objects.filter(pk__in=entitled("nda").granted)
    owners = set(granted.values_list("site__company", flat=True))
    assert granted.count() >= 15
    assert owners > viewer_for(user("owner")).company_ids | viewer_for(user("owner2")).company_ids
    assert not granted.exclude(state=State.PUBLISHED)
    hidden = granted.exclude(pk__in=PublicEntry.objects.values("pk"))
    assert hidden.count() >= 3


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["owner", "owner2"])
def test_the_owners_logs_have_lines_of_somebody_who_may_see_the_listing(name: str) -> None:
    lines = AccessLine.objects.filter(owner_id__in=viewer_for(user(name)).company_ids)
    assert 2 <= lines.count() <= 3
    assert {line.user for line in lines} == {user("nda")}
    assert {line.record_id for line in lines} <= set(entitled("nda").granted)
    assert all(line.company_name and line.grant_until for line in lines)


@pytest.mark.usefixtures("demo")
def test_about_one_listing_in_five_waits_to_be_confirmed() -> None:
    invented = Record.objects.filter(confirmed_on__isnull=False)
    stale = invented.filter(confirmed_on__lt=localdate() - timedelta(days=365))
    assert 0.1 < stale.count() / invented.count() < 0.3


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("name", "papers"), [("nda", 2), ("owner", 3)])
def test_papers_come_with_some_listings_and_more_of_them_under_nda(name: str, papers: int) -> None:
    model = {"nda": NdaEntry, "owner": OwnerEntry}[name]
    records = Record.objects.filter(documents__isnull=False)
    own = records.filter(site__company__memberships__user=user("owner")).distinct()
    entry = model._default_manager.get(pk=own[0].pk)
    assert len(entry.facts["documents"]) == papers
    seen = PublicEntry.objects.filter(facts__has_key="documents")
    assert seen
    assert all(len(one.facts["documents"]) == 1 for one in seen)


@pytest.mark.usefixtures("demo")
def test_staff_is_staff_and_the_pending_member_waits() -> None:
    assert viewer_for(user("staff")).is_staff
    waiting = requests_to_answer(viewer_for(user("owner")))
    assert [request.user for request in waiting] == [user("pending")]
    assert not viewer_for(user("pending")).company_ids


@pytest.mark.usefixtures("demo")
def test_real_companies_let_nobody_act_for_them() -> None:
    real = Company.objects.filter(is_synthetic=False)
    assert {company.name for company in real} == {
        "Eramet Norway AS", "Elkem ASA", "Yara International ASA",
    }  # fmt: skip
    assert not real.filter(cluster_may_act=True)
    assert not Membership.objects.filter(company__in=real)


@pytest.mark.usefixtures("demo")
def test_history_reaches_over_six_years() -> None:
    years = set(YearlyFigure.objects.values_list("year", flat=True))
    assert years >= {2019, 2020, 2021, 2022, 2023, 2024}
