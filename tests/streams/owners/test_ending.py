"""Owners take listings out of sight, out of use and away: at once for others, with a way back."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.services import NotAllowedError
from accounts.tiers import Tier
from exchange.audit.models import AccessLine, AuditLine
from streams.catalogue.models import ENTRIES, PastEntry, PublicEntry, RecordGrant
from streams.imports.models import SheetUpload
from streams.imports.tasks import check_sheet
from streams.register.ending import ask_deletion, delete_due, discontinue_record, due_now
from streams.register.events import events_of
from streams.register.models import (
    Analysis,
    Constituent,
    Document,
    Quantity,
    Record,
    YearlyFigure,
)
from streams.register.services import set_state
from streams.register.tasks import delete_listings
from streams.vocabulary import EndReason, State
from tests import worlds
from tests.noninterference.crawl import readable
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
SEEN_BY_OTHERS = (
    "/sok/", "/sok/?q=listing", "/sok/?view=table", "/sok/?view=map", "/sok/kart.geojson", "/",
    "/api/v1/catalogue/", "/api/v1/catalogue.csv", "/api/v1/catalogue.geojson",
    "/api/v1/catalogue.xlsx",
)  # fmt: skip
WAYS_OUT = {
    "ta-ned": {},
    "slett": {},
    "avslutt": {"reason": "stopped", "note": "Furnace 2 is closed", "year": "2024"},
}


def address(works: Works, page: str) -> str:
    return f"/oppforing/{works.record.pk}/{page}/"


def current(works: Works) -> Record:
    return Record.objects.get(pk=works.record.pk)


def company_page(works: Works) -> str:
    client = works.client(works.kari)
    answer = client.get(f"/bedrift/{works.company.public_id}/", headers={"Accept-Language": "en"})
    return answer.content.decode()


def is_told(works: Works, client: Client) -> Iterator[bool]:
    """Whether each place that others read names the listing."""
    for place in SEEN_BY_OTHERS:
        yield works.record.pk.encode() in readable(client.get(place).content)
    for place in (f"/oppforing/{works.record.pk}/", f"/api/v1/catalogue/{works.record.pk}/"):
        yield client.get(place).status_code == 200


@pytest.mark.parametrize("way", WAYS_OUT)
def test_what_is_taken_out_is_gone_for_others_in_the_same_transaction(
    works: Works, way: str
) -> None:
    """Also for those with access under NDA, who keep it if the listing comes back."""
    other = works.stranger.memberships.get().company
    worlds.let_see(works.record, other)
    readers = (Client(), works.client(works.stranger))
    assert all(told for reader in readers for told in is_told(works, reader))
    answer = works.client(works.kari).post(address(works, way), WAYS_OUT[way])
    assert answer.status_code == 302
    assert not any(told for reader in readers for told in is_told(works, reader))
    others = [model for model in ENTRIES if model.tier is not Tier.OWNER]
    assert not any(model._default_manager.exists() for model in others)
    assert RecordGrant.objects.exists()


@pytest.mark.parametrize("way", [*WAYS_OUT, "ta-opp", "behold"])
def test_asking_first_changes_nothing_and_strangers_never_do(works: Works, way: str) -> None:
    assert works.client(works.kari).get(address(works, way)).status_code == 200
    stranger = works.client(works.stranger)
    assert stranger.post(address(works, way), WAYS_OUT.get(way, {})).status_code == 404
    found = current(works)
    assert (found.state, found.version) == (State.PUBLISHED, works.record.version)


def test_a_discontinued_listing_tells_its_owner_why_and_can_be_taken_up(works: Works) -> None:
    client = works.client(works.kari)
    client.post(address(works, "avslutt"), WAYS_OUT["avslutt"])
    assert "2024: It no longer arises. Furnace 2 is closed" in company_page(works)
    client.post(address(works, "ta-opp"))
    found = current(works)
    assert (found.state, found.ended_reason, found.ended_year) == (State.DRAFT, "", None)
    assert "It no longer arises" not in company_page(works)


@pytest.mark.parametrize(
    "wrong", [{"reason": ""}, {"reason": "no such"}, {"year": "1066"}, {"year": "2999"}]
)
def test_a_reason_that_makes_no_sense_is_asked_again(works: Works, wrong: dict[str, str]) -> None:
    answer = works.client(works.kari).post(
        address(works, "avslutt"), {**WAYS_OUT["avslutt"], **wrong}
    )
    assert answer.status_code == 422
    assert b"Furnace 2 is closed" in answer.content
    assert current(works).state == State.PUBLISHED


def test_a_reason_does_not_outlive_the_state_it_explains(works: Works) -> None:
    discontinue_record(
        actor=works.kari, record=works.record, reason=EndReason.TAKEN, note="", year=2024
    )
    set_state(actor=works.kari, record=works.record, state=State.PUBLISHED)
    assert current(works).ended_reason == ""


def test_what_is_to_be_deleted_waits_a_month_and_can_be_kept(works: Works) -> None:
    client = works.client(works.kari)
    page = client.get(address(works, "slett")).content.decode()
    assert f'href="/api/v1/own/listings/{works.record.pk}/" download' in page
    assert f'href="{address(works, "oppforing")[:-1]}.xlsx" download' in page
    client.post(address(works, "slett"))
    due = current(works).delete_at
    assert due is not None
    assert timedelta(days=29, hours=23) < due - timezone.now() <= timedelta(days=30)
    assert "Will be deleted on" in company_page(works)
    assert delete_listings() == 0
    client.post(address(works, "slett"))
    assert current(works).delete_at == due
    with pytest.raises(ValidationError):
        set_state(actor=works.kari, record=works.record, state=State.PUBLISHED)
    client.post(address(works, "behold"))
    assert (current(works).delete_at, current(works).state) == (None, State.DRAFT)
    set_state(actor=works.kari, record=works.record, state=State.PUBLISHED)
    assert PublicEntry.objects.filter(pk=works.record.pk).exists()


def test_the_spreadsheet_that_is_offered_holds_the_one_listing_and_can_be_brought_in(
    works: Works,
) -> None:
    other = worlds.listing(works.record.site, title="Stays")
    client = works.client(works.kari)
    got = client.get(f"/oppforing/{works.record.pk}/oppforing.xlsx")
    assert f'filename="oppforing-{works.record.pk}.xlsx"' in got["Content-Disposition"]
    content = readable(got.content)
    assert works.record.pk.encode() in content
    assert other.pk.encode() not in content
    assert b"Stays" not in content
    file = SimpleUploadedFile("saved.xlsx", got.content)
    client.post(f"/bedrift/{works.company.public_id}/regneark/", {"file": file})
    check_sheet(str(SheetUpload.objects.get().job_id))
    found = SheetUpload.objects.get()
    assert (found.state, found.plan["same"]) == ("same", 1), found.plan
    worlds.change(works.record, years=[], analyses=[])
    file = SimpleUploadedFile("saved.xlsx", got.content)
    client.post(f"/bedrift/{works.company.public_id}/regneark/", {"file": file})
    again = SheetUpload.objects.first()
    assert again
    check_sheet(str(again.job_id))
    worlds.carry_out(works.kari, SheetUpload.objects.get(pk=again.pk))
    saved = current(works)
    assert (saved.years.count(), saved.analyses.get().constituents.count()) == (2, 3)


def leave(works: Works) -> str:
    """The listing's time of grace is over."""
    ask_deletion(actor=works.kari, record=works.record)
    Record.objects.filter(pk=works.record.pk).update(delete_at=timezone.now())
    return works.record.pk


def test_after_its_time_everything_of_the_listing_goes(
    works: Works, django_capture_on_commit_callbacks: object
) -> None:
    document = worlds.document(works.record, "Data sheet", Tier.NDA)
    other = works.stranger.memberships.get().company
    worlds.let_see(works.record, other)
    works.client(works.stranger).get(f"/oppforing/{works.record.pk}/")
    kept = worlds.listing(works.record.site, title="Stays")
    events = {model: events_of(model).count() for model in (Record, Quantity)}
    worlds.change(works.record, values={"title": "Renamed"}, analyses=[], years=[], quantities={})
    pk, name = leave(works), str(document.file.name)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert delete_listings() == 1
    assert list(Record.objects.values_list("pk", flat=True)) == [kept.pk]
    assert not any(model._default_manager.filter(pk=pk).exists() for model in ENTRIES)
    assert not PastEntry.objects.filter(record_id=pk).exists()
    assert not RecordGrant.objects.exists()
    assert not storages["documents"].exists(name)
    assert events_of(Record).exclude(pgh_obj_id=kept.pk).count() == 0
    for model in (Quantity, YearlyFigure, Analysis, Document):
        assert not events_of(model).filter(record_id=pk).exists()
    left = set(Analysis.objects.values_list("pk", flat=True))
    assert set(events_of(Constituent).values_list("analysis_id", flat=True)) == left
    assert events_of(Quantity).count() == events[Quantity] / 2
    assert AuditLine.objects.get(action="record.delete").subject == f"record:{pk}"
    log = works.client(works.kari).get(f"/bedrift/{works.company.public_id}/innsyn/").content
    assert b"Listing of material" in log
    assert f"/oppforing/{pk}/".encode() not in log
    file = works.client(works.kari).get(f"/bedrift/{works.company.public_id}/innsyn.csv")
    assert b"Listing of material" in b"".join(file.streaming_content)  # type: ignore[attr-defined]


def test_lines_from_before_titles_were_kept_get_theirs(works: Works) -> None:
    AccessLine.objects.create(
        user=works.stranger, record_id=works.record.pk, owner_id=works.company.pk, tier=1
    )
    leave(works)
    delete_listings()
    assert AccessLine.objects.get().title == "Listing of material"


def test_deleting_twice_deletes_once_and_keeping_in_time_wins(works: Works) -> None:
    pk = leave(works)
    assert due_now() == [pk]
    Record.objects.filter(pk=pk).update(delete_at=None)
    assert delete_due(pk) is False
    leave(works)
    assert (delete_due(pk), delete_due(pk)) == (True, False)


def test_nobody_else_ends_a_listing(works: Works) -> None:
    with pytest.raises(NotAllowedError):
        ask_deletion(actor=works.stranger, record=works.record)
    with pytest.raises(NotAllowedError):
        discontinue_record(
            actor=works.stranger, record=works.record, reason=EndReason.OTHER, note="", year=None
        )


def own_page(works: Works, user: User, query: str = "") -> str:
    client, here = works.client(user), f"/oppforing/{works.record.pk}/{query}"
    answer = client.get(here, headers={"Accept-Language": "en"})
    return answer.content.decode()


def test_the_listings_own_page_tells_its_owner_how_it_stands_and_the_way_back(
    works: Works,
) -> None:
    assert address(works, "ta-ned") in own_page(works, works.kari)
    client = works.client(works.kari)
    client.post(address(works, "avslutt"), WAYS_OUT["avslutt"])
    for query in ("", "?som=alle"):
        page = own_page(works, works.kari, query)
        assert "2024: It no longer arises. Furnace 2 is closed" in page
        assert address(works, "ta-opp") in page
    page = own_page(works, works.kari)
    assert not any(address(works, way) in page for way in ("ta-ned", "avslutt"))
    assert 'class="freshness' not in page
    client.post(address(works, "ta-opp"))
    assert "Nobody else sees the listing." in own_page(works, works.kari)
    client.post(address(works, "slett"))
    page = own_page(works, works.kari)
    assert "Will be deleted on" in page
    assert address(works, "behold") in page
    assert address(works, "slett") not in page


def test_how_a_listing_stands_is_asked_for_nobody_but_its_owners_side(works: Works) -> None:
    worlds.let_see(works.record, works.stranger.memberships.get().company)
    with patch("streams.web.records.owner_side", side_effect=AssertionError):
        page = own_page(works, works.stranger)
        assert Client().get(f"/oppforing/{works.record.pk}/").status_code == 200
    assert not any(address(works, way) in page for way in ("ta-ned", "avslutt", "slett"))
