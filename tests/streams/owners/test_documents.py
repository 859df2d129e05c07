"""Owners add documents, choose who opens them, and take them away; errors are said at the field."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.tiers import Tier
from exchange.audit.models import AuditLine
from streams.catalogue.audiences import entry_as
from streams.register.models import Document, WorkingCopy
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


def picture(name: str = "hemmelig-navn.png") -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


def address(works: Works, rest: str) -> str:
    return f"/oppforing/{works.record.pk}/dokumenter/{rest}/"


def new(**fields: object) -> dict[str, object]:
    whole = {"upload": picture(), "title": "Utlekking", "audience": "2", **fields}
    return {f"new-{name}": value for name, value in whole.items()}


def titles(works: Works, tier: Tier) -> list[str]:
    entry = entry_as(works.record.pk, tier)
    return [row["title"] for row in entry.facts.get("documents", [])] if entry else []


def test_a_document_shows_to_those_it_is_for(works: Works) -> None:
    client = works.client(works.kari)
    answer = client.post(address(works, "ny"), new(audience="1"), follow=True)
    assert answer.status_code == 200
    assert "Utlekking" in answer.content.decode()
    assert titles(works, Tier.PUBLIC) == []
    assert titles(works, Tier.NDA) == ["Utlekking"]
    document = Document.objects.get()
    client.post(address(works, f"{document.pk}/endre"), {"title": "Test 2024", "audience": "0"})
    assert titles(works, Tier.PUBLIC) == ["Test 2024"]
    assert AuditLine.objects.filter(action="document.change").count() == 1


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"upload": SimpleUploadedFile("x.exe", b"MZ not a document")}, "new-upload"),
        ({"upload": SimpleUploadedFile("x.pdf", b"%PDF-broken")}, "new-upload"),
        ({"upload": ""}, "new-upload"),
        ({"title": ""}, "new-title"),
        ({"title": "x" * 121}, "new-title"),
        ({"audience": "9"}, "new-audience"),
    ],
)
def test_what_cannot_be_kept_is_told_at_its_field(
    works: Works, fields: dict[str, object], at: str
) -> None:
    answer = works.client(works.kari).post(address(works, "ny"), new(**fields))
    assert answer.status_code == 422
    assert f'id="id_{at}_error"' in answer.content.decode()
    assert not Document.objects.exists()


def test_removing_asks_first(works: Works) -> None:
    document = worlds.document(works.record, "Rapport", Tier.PUBLIC)
    client = works.client(works.kari)
    assert "Rapport" in client.get(address(works, f"{document.pk}/fjern")).content.decode()
    assert Document.objects.exists()
    client.post(address(works, f"{document.pk}/fjern"))
    assert titles(works, Tier.OWNER) == []


def test_strangers_and_other_listings_find_no_document(works: Works) -> None:
    document = worlds.document(works.record, "Rapport", Tier.PUBLIC)
    stranger = works.client(works.stranger)
    for rest in (f"{document.pk}/fjern", f"{document.pk}/endre", "neverwas/endre", "ny"):
        assert stranger.post(address(works, rest), new()).status_code == 404
    other = worlds.listing(worlds.site(works.company, "Annet"))
    wrong = f"/oppforing/{other.pk}/dokumenter/{document.pk}/fjern/"
    assert works.client(works.kari).post(wrong).status_code == 404
    assert Document.objects.get().title == "Rapport"


def test_the_page_of_documents_has_nothing_to_publish(works: Works) -> None:
    client = works.client(works.kari)
    answer = client.post(works.page("dokumenter"), {"next": "1"})
    assert answer.headers["Location"].endswith("/endre/synlighet/")
    assert not WorkingCopy.objects.exists()
