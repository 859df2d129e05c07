"""Staff find the companies that let the cluster act for them, and nobody else finds any."""

import pytest

from companies.services import set_cluster_consent
from tests import worlds
from tests.streams.owners.conftest import Works

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(works: Works) -> Works:
    """The works let the cluster act, the other company does not; the stranger is staff."""
    set_cluster_consent(actor=None, company=works.company, may_act=True)
    works.stranger = worlds.person("staff@cluster.example", is_cluster_staff=True, language="en")
    return works


def names(works: Works, query: str = "") -> list[str]:
    page = works.client(works.stranger).get(f"/bedrift/{query}")
    return [company.name for company in page.context["letting"]["companies"]]


def test_only_companies_that_let_the_cluster_act_are_listed(staff: Works) -> None:
    assert names(staff) == ["Verket AS"]
    assert names(staff, "?q=VERK") == ["Verket AS"]
    assert names(staff, "?q=annen%00&page=x") == []
    page = staff.client(staff.stranger).get("/bedrift/").content.decode()
    assert f"/bedrift/{staff.company.public_id}/" in page
    set_cluster_consent(actor=None, company=staff.company, may_act=False)
    assert names(staff) == []


def test_many_are_searched_and_paged(staff: Works) -> None:
    for number in range(3, 32):
        company = worlds.company(number, f"Company {number}")
        set_cluster_consent(actor=None, company=company, may_act=True)
    assert len(names(staff)) == 25
    assert names(staff, "?page=2")[-1] == "Verket AS"
    page = staff.client(staff.stranger).get("/bedrift/").content.decode()
    assert 'id="company-q"' in page


def test_others_are_told_of_no_company_but_their_own(staff: Works) -> None:
    answer = staff.client(staff.kari).get("/bedrift/")
    assert answer.headers["Location"] == f"/bedrift/{staff.company.public_id}/"
    nobody = worlds.person("nobody@nowhere.example")
    assert "Verket" not in staff.client(nobody).get("/bedrift/").content.decode()
