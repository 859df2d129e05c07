"""Programs get every code that a search takes, with its names in three languages."""

import pytest
from django.test import Client

from streams.api.reference import LISTS
from streams.vocabulary import Form, Kind
from tests import worlds

pytestmark = pytest.mark.django_db
NAMES = {"nb", "nn", "en"}


@pytest.fixture(autouse=True)
def _lists() -> None:
    worlds.load_lists()


def rows(client: Client, name: str) -> dict[str, dict[str, object]]:
    found = client.get(f"/api/v1/reference/{name}/").json()
    assert found["count"] == len(found["results"])
    return {row["code"]: row for row in found["results"]}


def test_the_index_leads_to_every_list(client: Client) -> None:
    index = client.get("/api/v1/reference/").json()
    assert set(index) == {
        "materials", "substances", "crm", "waste_codes", "counties", "municipalities",
        "industries", "forms", "kinds",
    }  # fmt: skip
    assert {client.get(address).status_code for address in index.values()} == {200}


@pytest.mark.parametrize("name", [one.name for one in LISTS])
def test_every_row_has_a_code_and_three_names(client: Client, name: str) -> None:
    for code, row in rows(client, name).items():
        assert code
        names = row["names"]
        assert isinstance(names, dict)
        assert set(names) == NAMES
        assert all(names.values())


def test_rows_say_what_belongs_to_what(client: Client) -> None:
    assert rows(client, "municipalities")["4227"]["county"] == "42"
    assert rows(client, "industries")["24.10"]["division"] == "24"
    assert rows(client, "materials")["slag"]["kind"] == "material"
    assert rows(client, "crm")["manganese"]["elements"] == ["Mn"]
    assert rows(client, "waste_codes")["100304"]["written"] == "10 03 04"


def test_fixed_words_are_all_there(client: Client) -> None:
    assert set(rows(client, "kinds")) == set(Kind.values)
    assert set(rows(client, "forms")) == set(Form.values)


@pytest.mark.parametrize("name", ["materials", "crm", "counties", "municipalities", "kinds"])
def test_a_search_takes_every_code(client: Client, name: str) -> None:
    parameter = {
        "materials": "material", "crm": "crm", "counties": "county",
        "municipalities": "municipality", "kinds": "kind",
    }[name]  # fmt: skip
    query = {parameter: list(rows(client, name))}
    assert client.get("/api/v1/catalogue/", query).status_code == 200


@pytest.mark.parametrize("name", [one.name for one in LISTS])
def test_caches_may_keep_a_list_until_it_changes(client: Client, name: str) -> None:
    address = f"/api/v1/reference/{name}/"
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer["Vary"]
    assert not answer.cookies
    again = client.get(address, headers={"If-None-Match": f'W/"x", W/{answer["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_list_is_the_same_for_everybody_in_every_language(client: Client) -> None:
    answers = {
        client.get("/api/v1/reference/forms/", headers={"Accept-Language": one}).content
        for one in ("nb", "nn", "en", "fr")
    }
    assert len(answers) == 1


def test_a_list_takes_few_questions(
    client: Client, django_assert_max_num_queries: "pytest.FixtureRequest"
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        client.get("/api/v1/reference/municipalities/")
