"""Whatever is sent, the answer is an answer: never a fault of ours, and errors say where.

No parameter here is called `page`: pytest-playwright would open a browser for it.
"""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.tiers import Tier
from streams.catalogue.criteria import CriteriaForm
from tests import worlds
from tests.streams.api import bad_input
from tests.streams.api.conftest import Smelter

pytestmark = pytest.mark.django_db
FILES = ("catalogue/", "catalogue.csv", "catalogue.xlsx", "catalogue.geojson")
STRICT = (*(f"/api/v1/{name}" for name in FILES), "/api/v1/reference/crm/", "/api/v1/schema/")
LENIENT = ("/sok/", "/sok/kart.geojson", "/api/v1/docs/", "/")
ENTRIES = (
    "/api/v1/catalogue/{}/",
    "/oppforing/{}/",
    "/oppforing/{}/kart.geojson",
    "/oppforing/{}/dokument/{document}/",
    "/oppforing/{open}/dokument/{}/",
)
UNDERSTOOD = {200, 204, 301, 304, 400, 401, 404, 405}
NUMBERS = (
    "wt_min", "wt_max", "volume_min", "volume_max", "radius_km", "temperature_min", "page",
    "page_size",
)  # fmt: skip
NEEDED = {
    "wt_min": {"substance": "MnO"},
    "wt_max": {"substance": "MnO"},
    "radius_km": {"near": "60,10"},
}
NO_NUMBERS = ("nan", "inf", "-inf", "1e999", "1_0", "１", "٣", "x", "0x10", "1,5", "--1", "9" * 400)
NO_PLACES = ("nan,nan", "inf,0", "91,0", "0,181", "1", "1,2,3", "1_0,5", "٣,5")
ENDS_OF_THE_EARTH = ("90,0", "-90,0", "90,180", "-90,-180", "0,0", "60,180", "60,-180")
FLOODS = (
    "&".join(f"kind={number}" for number in range(2_000)),
    "&".join(f"p{number}=1" for number in range(2_000)),
    quote("[" * 2_000),
)


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def sent(address: str, query: str = "", **headers: str) -> Any:
    """The query exactly as it is; a test client would tidy it."""
    return Client(headers=headers).get(address, QUERY_STRING=query)


@pytest.fixture
def document(smelter: Smelter) -> str:
    return str(worlds.document(smelter.open, "Data sheet", Tier.PUBLIC).pk)


@examples(150)
@given(address=st.sampled_from(STRICT), query=bad_input.queries)
def test_any_parameters_are_answered_or_named(smelter: Smelter, address: str, query: str) -> None:
    got = sent(address, query)
    assert got.status_code in {200, 400}
    if got.status_code == 400:
        assert got["Content-Type"] == "application/problem+json"
        errors = got.json()["errors"]
        assert errors
        assert set(errors) <= set(got.wsgi_request.GET)


@examples(60)
@given(address=st.sampled_from(LENIENT), query=bad_input.queries)
def test_pages_stay_pages_whatever_the_address_says(
    smelter: Smelter, address: str, query: str
) -> None:
    assert sent(address, query).status_code == 200


@pytest.mark.parametrize("pattern", ENTRIES)
def test_no_nasty_id_is_a_fault(smelter: Smelter, document: str, pattern: str) -> None:
    """All of them, since a random choice may miss the one that matters."""
    for text in filter(None, bad_input.NASTY):
        address = pattern.format(quote(text, safe=""), open=smelter.open.pk, document=document)
        assert Client().get(address).status_code in {301, 404}, address


@examples(80)
@given(pattern=st.sampled_from(ENTRIES), entry=bad_input.ids)
def test_any_id_is_found_or_is_not(
    smelter: Smelter, document: str, pattern: str, entry: str
) -> None:
    address = pattern.format(entry, open=smelter.open.pk, document=document)
    assert Client().get(address).status_code in {200, 301, 404}


@pytest.mark.parametrize("name", [*CriteriaForm.base_fields, "nothing"])
@pytest.mark.parametrize("address", ["/api/v1/catalogue/", "/sok/kart.geojson"])
def test_no_nasty_value_is_a_fault(smelter: Smelter, address: str, name: str) -> None:
    for text in bad_input.NASTY:
        got = Client().get(address, {name: text})
        assert got.status_code in ({200, 400} if "api" in address else {200}), text
        if got.status_code == 400:
            assert set(got.json()["errors"]) == {name}, text


@pytest.mark.parametrize("view", ["list", "map", "table"])
def test_no_nasty_text_in_every_field_is_a_fault(smelter: Smelter, view: str) -> None:
    for text in bad_input.NASTY:
        query = {**dict.fromkeys(CriteriaForm.base_fields, text), "view": view}
        assert Client().get("/sok/", query).status_code == 200, text


@examples(60)
@given(
    address=st.sampled_from(["/api/v1/catalogue/", "/api/v1/reference/crm/", "/sok/", "open"]),
    headers=bad_input.headers,
)
def test_any_headers_are_understood_or_passed_over(
    smelter: Smelter, address: str, headers: dict[str, str]
) -> None:
    path = f"/oppforing/{smelter.open.pk}/" if address == "open" else address
    assert sent(path, **headers).status_code in UNDERSTOOD


@examples(60)
@given(key=bad_input.header_texts, scheme=st.sampled_from(["Bearer", "bearer", "Token", "Basic"]))
def test_any_key_opens_or_opens_nothing(smelter: Smelter, key: str, scheme: str) -> None:
    got = sent("/api/v1/catalogue/", Authorization=f"{scheme} {key}")
    assert got.status_code == (401 if scheme.lower() == "bearer" else 200)


@pytest.mark.parametrize("cookie", ['"\\000aaaaaaaaaa"', "a" * 5_000, "æøåæøåæøå", "%00aaaaaaaa"])
@pytest.mark.parametrize("address", ["/sok/", "/api/v1/catalogue/", "/"])
def test_a_cookie_that_we_never_made_is_no_cookie(
    smelter: Smelter, address: str, cookie: str
) -> None:
    got = sent(address, Cookie=f"sessionid={cookie}".encode().decode("latin-1"))
    assert got.status_code == 200
    assert smelter.open.pk.encode() in got.content


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_is_named(smelter: Smelter, name: str, text: str) -> None:
    got = Client().get("/api/v1/catalogue/", {**NEEDED.get(name, {}), name: text})
    assert (got.status_code, set(got.json()["errors"])) == (400, {name})


@pytest.mark.parametrize("name", CriteriaForm.base_fields)
@pytest.mark.parametrize("text", ["\0", "a\0b", "x" * 5_000])
def test_zero_bytes_and_endless_texts_are_named(smelter: Smelter, name: str, text: str) -> None:
    got = Client().get("/api/v1/catalogue/", {name: text})
    assert got.status_code == 400
    assert name in got.json()["errors"]


@pytest.mark.parametrize("number", ["0", "-1", str(10**20), "401"])
def test_pages_that_cannot_be_are_named(smelter: Smelter, number: str) -> None:
    got = Client().get("/api/v1/catalogue/", {"page": number})
    assert (got.status_code, set(got.json()["errors"])) == (400, {"page"})


@pytest.mark.parametrize("near", NO_PLACES)
def test_a_place_that_is_none_is_named(smelter: Smelter, near: str) -> None:
    got = Client().get("/api/v1/catalogue/", {"near": near})
    assert (got.status_code, set(got.json()["errors"])) == (400, {"near"})


@pytest.mark.parametrize("near", ENDS_OF_THE_EARTH)
def test_the_ends_of_the_earth_are_places(smelter: Smelter, near: str) -> None:
    query = {"near": near, "radius_km": "3000", "ordering": "distance"}
    assert Client().get("/api/v1/catalogue/", query).status_code == 200
    assert Client().get("/sok/", query).status_code == 200


@pytest.mark.parametrize("name", ["wt_min", "volume_min", "temperature_min", "near", "waste_code"])
def test_a_search_page_tells_at_the_field(smelter: Smelter, name: str) -> None:
    found = Client().get("/sok/", {"substance": "MnO", name: "nonsense\0"})
    text = found.content.decode()
    assert found.status_code == 200
    assert f'id="id_{name}_error"' in text
    assert f'aria-describedby="id_{name}_error"' in text


@pytest.mark.parametrize("query", FLOODS, ids=["alternatives", "names", "brackets"])
@pytest.mark.parametrize("address", ["/api/v1/catalogue/", "/sok/"])
def test_a_flood_of_parameters_is_refused(smelter: Smelter, address: str, query: str) -> None:
    got = sent(address, query)
    assert got.status_code in {200, 400}
    if address.startswith("/api/"):
        assert (got.status_code, got["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("address", ["/api/v1/catalogue/", "/sok/", "/api/v1/reference/crm/"])
def test_a_body_nested_without_end_is_not_read(smelter: Smelter, address: str) -> None:
    person = Client()
    person.force_login(worlds.person("deep@demo.example"))
    for client in (Client(), person):
        got = client.post(address, data="[" * 200_000, content_type="application/json")
        assert got.status_code == 405
