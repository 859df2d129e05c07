"""A draft from one of one's own listings: everything that holds for both, nothing that is one's."""

import pytest

from accounts.tiers import Tier
from streams.catalogue.audiences import entry_as
from streams.register.models import Record
from streams.vocabulary import State
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


def copied(works: Works, model: Record) -> Record:
    answer = works.client(works.kari).post(
        f"/bedrift/{works.company.public_id}/ny/", {"copy_of": model.pk}
    )
    assert answer.status_code == 302
    return Record.objects.exclude(pk=works.record.pk).get(
        pk=answer.headers["Location"].split("/")[2]
    )


def test_a_copy_is_a_draft_with_all_but_figures_reference_and_documents(works: Works) -> None:
    worlds.change(works.record, values={"own_reference": "A-1"}, policy={"cost": {"exact": 1}})
    worlds.document(works.record, "Rapport", Tier.PUBLIC)
    model = Record.objects.get(pk=works.record.pk)
    made = copied(works, model)
    assert (made.state, made.own_reference, made.policy) == (State.DRAFT, "", model.policy)
    assert (made.process, made.material, made.site) == (model.process, model.material, model.site)
    assert made.title.startswith(model.title)
    assert {row.key for row in made.quantities.all()} == {"moisture", "handling_cost"}
    assert not made.years.exists()
    assert not made.documents.exists()
    assert made.confirmed_on is None
    assert entry_as(made.pk, Tier.PUBLIC) is None


def test_a_copied_analysis_is_marked_until_it_is_confirmed(works: Works) -> None:
    made = copied(works, works.record)
    assert made.analyses.get().is_copied
    client = works.client(works.kari)
    address = f"/oppforing/{made.pk}/endre/sammensetning/"
    page = client.get(address).context["page"]
    data = {name: texts[0] for name, texts in page.texts().items() if texts}
    assert data.pop("is_copied") == "on"
    client.post(address, {**data, "next": "1"})
    assert not made.analyses.get().is_copied
    assert made.analyses.get().constituents.count() == 3


def test_only_ones_own_listings_can_be_copied(works: Works) -> None:
    theirs = worlds.listing(worlds.site(worlds.company(5, "Tredje")), title="Not yours")
    client = works.client(works.kari)
    address = f"/bedrift/{works.company.public_id}/ny/"
    assert "Not yours" not in client.get(address).content.decode()
    for wrong in (theirs.pk, "", "never\0was"):
        assert client.post(address, {"copy_of": wrong}).status_code == 422
    assert Record.objects.count() == 2
