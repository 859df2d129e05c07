"""The pages for spreadsheets: take out, send, see progress, confirm, and what strangers get."""

import io
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from streams.imports import tasks
from streams.imports.models import SheetUpload
from streams.imports.sheets.opening import opened_sheets
from streams.reference.models import Substance
from streams.reference.queries import forget_reference
from streams.register.models import Record
from streams.vocabulary import Kind, State
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
LIST_QUERIES = 8
GOOD = "Title;Material;Moisture (wt%)\nNew slag;slag;3\nListing of material;slag;9\n"
WRONG = "Title;Material;Moisture (wt%)\nNew slag;granite;much\n"


def home(works: Works) -> str:
    return f"/bedrift/{works.company.public_id}/regneark/"


def send(works: Works, client: Client, text: str = GOOD) -> str:
    """The address of a file that was sent and checked."""
    file = SimpleUploadedFile("file.csv", text.encode())
    answer = client.post(home(works), {"file": file}, headers={"Accept-Language": "en"})
    assert answer.status_code == 302
    tasks.check_sheet(str(SheetUpload.objects.get().job_id))
    return answer["Location"]


def page(client: Client, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_file_is_sent_followed_confirmed_and_written(works: Works) -> None:
    client = works.client(works.kari)
    file = SimpleUploadedFile("file.csv", GOOD.encode())
    address = client.post(home(works), {"file": file}, headers={"Accept-Language": "en"})[
        "Location"
    ]
    waiting = page(client, address)
    assert 'http-equiv="refresh"' in waiting
    assert "Reading the spreadsheet" in waiting
    polled = client.get(address, headers={"HX-Request": "true", "Accept-Language": "en"})
    assert b"<html" not in polled.content
    assert b"hx-get" in polled.content
    tasks.check_sheet(str(SheetUpload.objects.get().job_id))
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    plan = page(client, address)
    for text in ("1 new listing", "1 listing changes", "3–4 wt%", "9 wt%", "New slag"):
        assert text in plan
    digest = SheetUpload.objects.get().digest
    client.post(f"{address}bekreft/", {"digest": digest, "publish": "on"})
    assert "Saving the listings" in page(client, address)
    tasks.write_sheet(str(SheetUpload.objects.get().job_id))
    assert "1 created, 1 changed, 0 left as they were" in page(client, address)
    assert Record.objects.get(title="New slag").state == State.PUBLISHED
    assert "file.csv" in page(client, home(works))


def test_two_confirm_and_the_second_is_told(works: Works) -> None:
    address = send(works, works.client(works.kari))
    data = {"digest": SheetUpload.objects.get().digest}
    works.client(works.ola).post(f"{address}bekreft/", data)
    second = works.client(works.kari)
    second.post(f"{address}bekreft/", data, headers={"Accept-Language": "en"})
    assert "Somebody has gone on" in page(second, address)
    assert SheetUpload.objects.get().confirmed_by == works.ola


@pytest.mark.parametrize("is_emptied", [False, True])
def test_one_that_waited_too_long_says_so_and_shows_nothing_of_what_was_found(
    works: Works, is_emptied: bool
) -> None:
    client = works.client(works.kari)
    address = send(works, client)
    assert "It waits for your confirmation until" in page(client, address)
    digest = SheetUpload.objects.get().digest
    SheetUpload.objects.update(created_at=timezone.now() - timedelta(days=8))
    if is_emptied:
        tasks.remove_old_uploads()
    shown = page(client, address)
    assert "The time to confirm has run out" in shown
    assert "New slag" not in shown
    assert "bekreft/" not in shown
    assert "Its time has run out" in page(client, home(works))
    client.post(f"{address}bekreft/", {"digest": digest}, headers={"Accept-Language": "en"})
    assert "Send the spreadsheet again" in page(client, address)
    assert not Record.objects.filter(title="New slag").exists()
    assert client.post(f"{address}forkast/").status_code == 302
    assert not SheetUpload.objects.exists()


def test_faults_stand_on_the_page_and_in_the_file_with_notes(works: Works) -> None:
    client = works.client(works.kari)
    address = send(works, client, WRONG)
    shown = page(client, address)
    assert "2 things have to be put right" in shown
    assert "“granite” is no material that we know" in shown
    content = client.get(f"{address}feil.xlsx").content
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("file").to_python()[1] == ["New slag", "granite", "much"]
    with ZipFile(io.BytesIO(content)) as archive:
        notes = b"".join(archive.read(n) for n in archive.namelist() if "comment" in n)
    assert b"granite" in notes
    assert b'ref="B2"' in notes
    assert client.get(f"{address}bekreft/").status_code == 405
    assert len(opened_sheets(content, "feil.xlsx")) == 2


def test_the_file_with_notes_corrected_can_be_sent_itself(works: Works) -> None:
    client = works.client(works.kari)
    address = send(works, client, "Title;Material\nNew slag;slag\nMore;granite\n")
    content = client.get(f"{address}feil.xlsx").content
    client.post(f"{address}forkast/")
    file = SimpleUploadedFile("feil.xlsx", content)
    client.post(home(works), {"file": file})
    tasks.check_sheet(str(SheetUpload.objects.get().job_id))
    plan = SheetUpload.objects.get().plan
    assert [one["heading"] for one in plan["problems"]] == ["Material"]


@pytest.mark.parametrize("kind", Kind.values)
def test_a_template_can_be_sent_as_it_is_and_holds_nothing_yet(works: Works, kind: str) -> None:
    named = {f"name_{one}": "Glødetap" for one in ("nb", "nn", "en")}
    Substance.objects.create(key="loi", symbol="LOI", **named)
    forget_reference()
    client = works.client(works.kari)
    got = client.get(f"{home(works)}mal/{kind}.xlsx")
    assert got["Content-Type"].endswith("spreadsheetml.sheet")
    client.post(home(works), {"file": SimpleUploadedFile("mal.xlsx", got.content)})
    tasks.check_sheet(str(SheetUpload.objects.get().job_id))
    upload = SheetUpload.objects.get()
    assert (upload.state, upload.plan["created"], upload.plan["notes"]) == ("same", [], [])
    with ZipFile(io.BytesIO(got.content)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<dataValidation " in parts
    assert b"Verket" in parts


def test_without_listings_the_template_comes_first_and_nothing_is_to_take_out(
    works: Works,
) -> None:
    other = worlds.person("ny@verket.example", worlds.company(9, "Ny AS"))
    company = other.memberships.get().company
    shown = page(works.client(other), f"/bedrift/{company.public_id}/regneark/")
    assert "Begin with a template" in shown
    assert "Take out what you have" not in shown
    assert "no site yet" in shown


def test_no_file_and_too_large_a_file_are_told_at_the_field(works: Works) -> None:
    client = works.client(works.kari)
    none = client.post(home(works), {}, headers={"Accept-Language": "en"})
    assert none.status_code == 422
    assert "Choose a file first" in none.content.decode()
    big = SimpleUploadedFile("a.csv", b"x" * (20 * 1024 * 1024 + 1))
    large = client.post(home(works), {"file": big}, headers={"Accept-Language": "en"})
    assert large.status_code == 422
    assert "larger than 20 MB" in large.content.decode()
    assert not SheetUpload.objects.exists()


def test_every_file_is_the_companys_own(works: Works) -> None:
    client = works.client(works.kari)
    for name in ("oppforinger.xlsx", "oppforinger.zip", "alle/material.csv"):
        got = client.get(home(works) + name)
        assert got.status_code == 200
        assert "attachment" in got["Content-Disposition"]
    text = client.get(f"{home(works)}alle/material.csv").content.decode("utf-8-sig")
    assert works.record.pk in text
    assert client.get(f"{home(works)}alle/else.csv").status_code == 404


def test_each_kind_there_is_can_be_taken_out_as_csv_from_the_page(works: Works) -> None:
    worlds.listing(works.record.site, "heat", 50)
    shown = page(works.client(works.kari), home(works))
    linked = {kind for kind in Kind.values if f'href="{home(works)}alle/{kind}.csv"' in shown}
    assert linked == {"material", "heat"}
    assert "Your 2 listings with everything" in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_equally_often_for_many(
    works: Works, django_assert_num_queries: Any, count: int
) -> None:
    client = works.client(works.kari)
    for number in range(count):
        client.post(home(works), {"file": SimpleUploadedFile(f"{number}.csv", GOOD.encode())})
    with django_assert_num_queries(LIST_QUERIES):
        page(client, home(works))
