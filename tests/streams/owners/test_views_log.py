"""Who has seen us: lines keep what was true, whatever way of reading left them."""

import csv
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.tiers import Tier
from companies.models import Company
from companies.services import save_company, set_cluster_consent
from exchange.audit.models import AccessLine
from streams.catalogue.grants import end_access
from streams.catalogue.models import RecordGrant
from streams.catalogue.publish import publish
from streams.quantities.intervals import Interval
from streams.register.drafts import YearDraft
from streams.register.models import Record
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
Ground = AccessLine.Ground


@pytest.fixture
def reader(works: Works) -> Client:
    """Somebody of another company, which sees the listing under NDA."""
    worlds.let_see(works.record, works.stranger.memberships.get().company)
    return works.client(works.stranger)


def log(works: Works, query: str = "") -> str:
    address = f"/bedrift/{works.company.public_id}/innsyn/?{query}"
    return works.client(works.kari).get(address).content.decode()


def rows(works: Works, query: str = "") -> list[dict[str, str]]:
    address = f"/bedrift/{works.company.public_id}/innsyn.csv?{query}"
    content = b"".join(works.client(works.kari).get(address))  # type: ignore[arg-type]
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


def read_as(works: Works, company: Company, number: int) -> None:
    """Lines as reading leaves them, without reading."""
    AccessLine.objects.bulk_create(
        AccessLine(
            user=works.stranger, record_id=works.record.pk, title=works.record.title,
            owner_id=works.company.pk, tier=Tier.NDA, ground=Ground.AGREEMENT,
            company_code=company.public_id, company_name=company.name,
        )
        for _ in range(number)
    )  # fmt: skip


def test_a_line_keeps_company_title_and_agreement_when_all_three_change(
    works: Works, reader: Client
) -> None:
    other = works.stranger.memberships.get().company
    reader.get(f"/oppforing/{works.record.pk}/")
    save_company(actor=None, company=other, changes={"name": "Nytt navn"})
    end_access(actor=None, record_id=works.record.pk, company=other)
    works.stranger.memberships.all().delete()
    Record.objects.filter(pk=works.record.pk).delete()
    publish([works.record.pk])
    line = AccessLine.objects.get()
    assert (line.company_name, line.company_code) == ("En annen", other.public_id)
    assert (line.title, line.ground) == ("Listing of material", Ground.AGREEMENT)
    assert (line.grant_reason, line.grant_until is None) == ("test", False)
    page = log(works)
    assert "En annen" in page
    assert "Listing of material" in page
    assert f'href="/oppforing/{works.record.pk}/"' not in page
    [row] = rows(works)
    assert (row["company"], row["listing"], row["agreement"]) == (
        "En annen", "Listing of material", "test",
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "/oppforing/{}/", "/oppforing/{}/kart.geojson", "/sok/", "/sok/kart.geojson", "/",
        "/api/v1/catalogue/", "/api/v1/catalogue/{}/", "/api/v1/catalogue.csv",
        "/api/v1/catalogue.xlsx", "/api/v1/catalogue.geojson", "/oppforing/{}/dokument/{}/",
        "/sammenlign/?v={}", "/sammenlign/sammenligning.csv?v={}",
        "/sammenlign/sammenligning.xlsx?v={}", "/oppforing/{}/sted/",
        "/oppforing/{}/sted/kart.geojson",
    ],
)  # fmt: skip
def test_every_way_of_reading_leaves_a_line(works: Works, reader: Client, address: str) -> None:
    document = worlds.document(works.record, "Analysis", Tier.NDA)
    answer = reader.get(address.format(works.record.pk, document.pk))
    assert answer.status_code == 200
    assert answer.streaming is False or b"".join(answer)  # type: ignore[arg-type]
    assert AccessLine.objects.get().company_name == "En annen"


@pytest.mark.parametrize("count", [1, 4])
def test_a_search_leaves_many_lines_in_as_many_queries_as_one(
    works: Works, reader: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, count):
        more = worlds.listing(works.record.site, title=f"Number {number}")
        worlds.let_see(more, works.stranger.memberships.get().company)
    with django_assert_num_queries(9):
        reader.get("/api/v1/catalogue/")
    assert AccessLine.objects.count() == count


def test_of_several_agreements_the_one_that_lasts_longest_is_noted(
    works: Works, reader: Client
) -> None:
    third = worlds.company(3, "Tredje")
    works.stranger.memberships.create(company=third, is_active=True)
    worlds.let_see(works.record, third, days=90)
    reader.get(f"/oppforing/{works.record.pk}/")
    line = AccessLine.objects.get()
    assert line.company_name == "Tredje"
    assert line.grant_id == RecordGrant.objects.get(group=third.group).pk


def test_the_cluster_reads_by_the_owners_consent(works: Works) -> None:
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    staff = worlds.person("staff@demo.example", is_cluster_staff=True, name="Siri")
    works.client(staff).get(f"/oppforing/{works.record.pk}/")
    line = AccessLine.objects.get()
    assert (line.ground, line.company_name, line.grant_id) == (Ground.CONSENT, "", None)
    assert [row["who"] for row in rows(works, "firma=klyngen")] == ["Siri"]


def test_the_log_is_narrowed_by_company_listing_and_period(works: Works) -> None:
    one, two = worlds.company(3, "Tredje"), worlds.company(4, "Fjerde")
    read_as(works, one, 1)
    AccessLine.objects.update(at=timezone.now() - timedelta(days=10))
    read_as(works, two, 2)
    today = timezone.localdate()
    for query, count in [
        ("", 3), (f"firma={one.public_id}", 1), (f"firma={two.public_id}", 2),
        (f"oppforing={works.record.pk}", 3), (f"fra={today}", 2),
        (f"til={today - timedelta(days=1)}", 1),
        (f"fra={today - timedelta(days=9)}&til={today}", 2),
        ("firma=nobody&fra=rubbish&oppforing=%00", 3), ("fra=0001-01-01&til=9999-12-31", 3),
        ("til=0001-01-01", 0), ("fra=9999-12-31", 0),
    ]:  # fmt: skip
        assert len(rows(works, query)) == count, query
        assert log(works, query).count("Saw as") <= 1


def test_a_selection_without_lines_says_so(works: Works) -> None:
    assert "Ingen ennå" in log(works)
    read_as(works, worlds.company(3, "Tredje"), 1)
    page = log(works, "til=2001-01-01")
    assert "<table" not in page
    assert "innsyn/" in page


def test_pages_keep_the_selection(works: Works) -> None:
    other = worlds.company(3, "Tredje")
    read_as(works, other, 120)
    page = log(works, f"firma={other.public_id}&page=2")
    assert f"?firma={other.public_id}&amp;page=3" in page
    assert "51–100" in page


@pytest.mark.parametrize("count", [1, 5])
def test_pages_and_file_ask_the_database_as_often_for_one_line_as_for_many(
    works: Works, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        read_as(works, worlds.company(10 + number, f"Nummer {number}"), 1)
    client = works.client(works.kari)
    address = f"/bedrift/{works.company.public_id}"
    with django_assert_num_queries(11):
        client.get(f"{address}/innsyn/")
    with django_assert_num_queries(8):
        assert b"".join(client.get(f"{address}/innsyn.csv"))  # type: ignore[arg-type]


def test_the_file_is_sent_while_it_is_read(works: Works) -> None:
    read_as(works, worlds.company(3, "Tredje"), 3)
    answer = works.client(works.kari).get(f"/bedrift/{works.company.public_id}/innsyn.csv")
    assert answer.streaming
    assert len(list(answer)) == 4  # type: ignore[call-overload]


SHOWING = (
    "/bedrift/{company}/",
    "/bedrift/{company}/data.json",
    "/bedrift/{company}/regneark/oppforinger.xlsx",
    "/bedrift/{company}/regneark/oppforinger.zip",
    "/bedrift/{company}/regneark/alle/material.csv",
    "/oppforing/{listing}/oppforing.xlsx",
    "/oppforing/{listing}/endre/mengde/",
    "/oppforing/{listing}/se-over/",
    "/oppforing/{listing}/historikk/",
    "/oppforing/{listing}/historikk/vist/",
)


@pytest.mark.parametrize("address", SHOWING)
def test_staff_who_look_at_a_companys_own_pages_leave_a_line(works: Works, address: str) -> None:
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    staff = worlds.person("staff@cluster.example", is_cluster_staff=True)
    path = address.format(company=works.company.public_id, listing=works.record.pk)
    for who, lines in ((works.kari, 0), (staff, 1)):
        assert works.client(who).get(path).status_code == 200
        assert AccessLine.objects.filter(user=who, record_id=works.record.pk).count() == lines


@pytest.mark.parametrize("ending", ["", "feil.xlsx"])
def test_staff_who_look_at_a_spreadsheet_that_was_sent_leave_a_line(
    works: Works, ending: str
) -> None:
    """Named by its file, also where all of it is new; listings it would change have their own."""
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    staff = worlds.person("staff@cluster.example", is_cluster_staff=True, name="Siri")
    new = worlds.spreadsheet(works.kari, works.company, title="" if ending else "New slag")
    worlds.change(works.record, years=[YearDraft(2024, Interval.point(5))])
    change = worlds.spreadsheet(works.kari, works.company, title=works.record.title)
    for upload, seen in ((new, {new.pk}), (change, {change.pk, works.record.pk})):
        AccessLine.objects.all().delete()
        path = f"/bedrift/{works.company.public_id}/regneark/fil/{upload.pk}/"
        for who in (works.kari, works.stranger, staff):
            works.client(who).get(path + (ending if upload is new else ""))
        lines = AccessLine.objects.all()
        assert {line.record_id for line in lines} == seen
        assert {line.user_id for line in lines} == {staff.pk}
        assert {row["who"] for row in rows(works)} == {"Siri"}
    page = log(works)
    assert "hemmelig.csv" in page
    assert f'href="/oppforing/{change.pk}/"' not in page


def test_progress_and_files_that_never_were_leave_no_line(works: Works) -> None:
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    client = works.client(worlds.person("staff@cluster.example", is_cluster_staff=True))
    upload = worlds.spreadsheet(works.kari, works.company)
    base = f"/bedrift/{works.company.public_id}/regneark/fil"
    client.get(f"{base}/{upload.pk}/", headers={"HX-Request": "true"})
    assert client.get(f"{base}/{upload.pk}/feil.xlsx").status_code == 404
    assert client.get(f"{base}/neverwasthere/").status_code == 404
    assert not AccessLine.objects.exists()
