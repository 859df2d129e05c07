"""What stands beside the choice of who sees a fact tells all that the choice is about."""

import pytest

from accounts.tiers import Tier
from streams.disclosure import Field
from streams.owners.previewing import bands_of, seen_by_each
from streams.owners.saying import band_of, said_of
from streams.reference.models import WasteCode
from streams.vocabulary import Kind
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


def test_every_fact_of_a_field_is_told_with_its_label(works: Works) -> None:
    worlds.change(
        works.record,
        values={
            "waste_status": "waste",
            "hazardous": False,
            "waste_code": WasteCode.objects.get(code="100202"),
        },
    )
    own = seen_by_each(works.kari, works.record, [])[Tier.OWNER]
    assert own is not None
    said = said_of(Field.CLASSIFICATION, own.facts, Kind.MATERIAL)
    assert said.count(" · ") == 2
    assert "Hazardous waste: No" in said
    assert "10 02 02" in said
    assert ": " not in said_of(Field.VOLUME, own.facts, Kind.MATERIAL)


def test_a_band_of_many_rows_says_how_many_more_there_are(works: Works) -> None:
    bands = bands_of(works.kari, works.record, [])
    assert bands is not None
    parts = bands.facts["composition"]["parts"]
    said = band_of(Field.COMPOSITION, bands.facts, Kind.MATERIAL)
    assert (f"+ {len(parts) - 1} more" in said) == (len(parts) > 1)


def test_a_deposits_stock_is_not_taken_for_a_years_amount(works: Works) -> None:
    place = works.record.site
    worlds.listing(place, "deposit")
    heap = worlds.listing(place, "deposit")
    worlds.change(heap, years=[])
    client = works.client(works.kari)
    here = f"/bedrift/{works.company.public_id}/?type=deposit"
    rows = client.get(here, headers={"Accept-Language": "en"}).context["table"]["rows"]
    notes = {row["url"]: str(row["amount_note"]) for row in rows}
    assert notes.pop(f"/oppforing/{heap.pk}/") == "Amount in place"
    assert list(notes.values()) == [""]
