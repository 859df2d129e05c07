"""What is worth a second look stands on the last page before publishing, wherever it was typed."""

import pytest

from streams.register.models import Record
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db
YEARS = {
    "years-TOTAL_FORMS": "2",
    "years-INITIAL_FORMS": "2",
    "years-0-year": "2025",
    "years-0-amount": "90000",
    "years-1-year": "2024",
    "years-1-amount": "500",
    "next": "1",
}


def new_draft(works: Works) -> Record:
    data = {"title_text": "Fresh slag", "material": "slag", "site": works.record.site_id}
    works.client(works.kari).post(f"/bedrift/{works.company.public_id}/ny/material/", data)
    return Record.objects.get(title="Fresh slag")


def warnings_for(works: Works, record: Record) -> list[dict[str, str]]:
    page = works.client(works.kari).get(f"/oppforing/{record.pk}/se-over/")
    found: list[dict[str, str]] = page.context["warnings"]
    return found


def test_what_a_draft_has_saved_warns_before_it_is_published(works: Works) -> None:
    record = new_draft(works)
    client = works.client(works.kari)
    assert warnings_for(works, record) == []
    client.post(f"/oppforing/{record.pk}/endre/mengde/", YEARS)
    code = {"waste_code": "10 02 02", "hazardous": "true", "next": "1"}
    client.post(f"/oppforing/{record.pk}/endre/egenskaper/", code)
    assert record.years.count() == 2
    found = warnings_for(works, record)
    assert ["2024" in one["text"] for one in found] == [True, False]
    assert "10 02 02" in found[1]["text"]
    assert found[1]["url"] == f"/oppforing/{record.pk}/endre/egenskaper/"


def test_a_page_that_is_typed_warns_as_it_will_be_not_as_it_was(works: Works) -> None:
    record = new_draft(works)
    client = works.client(works.kari)
    client.post(f"/oppforing/{record.pk}/endre/mengde/", YEARS)
    client.post(f"/oppforing/{record.pk}/se-over/")
    assert len(warnings_for(works, record)) == 1
    client.post(f"/oppforing/{record.pk}/endre/mengde/", {**YEARS, "years-1-amount": "80000"})
    assert warnings_for(works, record) == []


def test_units_to_choose_from_are_written_in_the_language_of_the_page(works: Works) -> None:
    client = works.client(works.kari)
    page = client.get(works.page("sammensetning"), headers={"Accept-Language": "nb"})
    options = page.content.decode()
    assert ">vekt-%</option>" in options
    assert ">wt%</option>" not in options
