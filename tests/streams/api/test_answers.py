"""Answers of every address: methods, forms, errors of one shape, and what a listing carries."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import Http404, HttpRequest
from django.test import Client, override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import create_token, revoke_token
from streams.catalogue.criteria import CriteriaForm
from tests import worlds
from tests.noninterference.crawl import answer
from tests.streams.api.conftest import Smelter, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("smelter")]
ADDRESSES = (
    "/api/v1/catalogue/",
    "/api/v1/catalogue.csv",
    "/api/v1/catalogue.xlsx",
    "/api/v1/catalogue.geojson",
    "/api/v1/reference/",
    "/api/v1/reference/crm/",
    "/api/v1/schema/",
)
SHAPE = {"status", "title", "detail", "errors"}


def problem(got: Any, status: int) -> dict[str, Any]:
    """The error's body, which has one shape whatever went wrong."""
    assert got.status_code == status
    assert got["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = got.json()
    assert set(body) == SHAPE
    assert body["status"] == status
    return body


def test_a_search_takes_exactly_these_parameters() -> None:
    assert " ".join(CriteriaForm.base_fields) == (
        "q kind material substance wt_min wt_max contains crm volume_min volume_max county "
        "municipality near near_listing radius_km hazardous waste_code form temperature_min "
        "industry ordering page page_size"
    )


def test_a_result_carries_what_programs_were_promised(client: Client) -> None:
    for row in client.get("/api/v1/catalogue/").json()["results"]:
        assert {"id", "kind", "title", "tier", "updated_at", "facts"} <= set(row)


@pytest.mark.parametrize("kind", ["material", "heat", "gas", "deposit"])
def test_every_number_has_ends_a_unit_and_a_precision(kind: str) -> None:
    owner = worlds.company(5, "Eier")
    listed = worlds.listing(worlds.site(owner), kind)
    client = Client()
    client.force_login(worlds.person("eier@demo.example", owner))
    hits = list(numbers(client.get(f"/api/v1/catalogue/{listed.pk}/").json()["facts"]))
    assert hits
    for number in hits:
        assert {"low", "high", "unit", "precision"} <= set(number)
        assert number["precision"] in {"exact", "band", "calculated"}


def numbers(facts: Any) -> Iterator[dict[str, Any]]:
    """Everything that has a low or a high end, however deep."""
    inner = facts.values() if isinstance(facts, dict) else facts if isinstance(facts, list) else ()
    if isinstance(facts, dict) and {"low", "high"} & set(facts):
        yield facts
    for one in inner:
        yield from numbers(one)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("accept", ["text/csv", "application/xml", "text/html", "nonsense", ""])
def test_the_address_decides_the_form_whatever_is_accepted(
    client: Client, address: str, accept: str
) -> None:
    plain = client.get(address)
    asked = client.get(address, headers={"Accept": accept})
    assert (asked.status_code, asked["Content-Type"]) == (200, plain["Content-Type"])
    assert asked.content == plain.content


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_is_get_without_the_body(client: Client, address: str) -> None:
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Type"] == got["Content-Type"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_options_tells_the_methods_and_nothing_else(client: Client, address: str) -> None:
    got = client.options(address)
    assert (got.status_code, got.content) == (204, b"")
    assert got["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused_for_everybody_alike(address: str, method: str) -> None:
    person = Client(enforce_csrf_checks=True)
    person.force_login(worlds.person("who@demo.example"))
    for one in (Client(), person, program("read"), program("write")):
        got = getattr(one, method)(address)
        problem(got, 405)
        assert got["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", [*ADDRESSES, "/api/v1/catalogue/neverwasthere/"])
def test_a_parameter_that_does_not_exist_is_named(client: Client, address: str) -> None:
    for name in ("owner__name", "format", "lang", "version", "Q", "q[]"):
        assert set(problem(client.get(address, {name: "x"}), 400)["errors"]) == {name}


def test_everything_that_is_wrong_is_named_at_once(client: Client) -> None:
    query = "volume_min=x&nothing=1&page=0&kind=gold&wt_min=2&q=a&q=b"
    errors = problem(client.get(f"/api/v1/catalogue/?{query}"), 400)["errors"]
    assert set(errors) == {"volume_min", "nothing", "page", "kind", "wt_min", "q"}


def test_a_hidden_listing_is_like_one_that_never_was(client: Client, smelter: Smelter) -> None:
    hidden = client.get(f"/api/v1/catalogue/{smelter.unlisted.pk}/")
    never = client.get("/api/v1/catalogue/neverwasther/")
    assert problem(hidden, 404)["errors"] == {}
    assert hidden.content == never.content
    assert dict(hidden.headers) == dict(never.headers)
    pages = {}
    for one in (smelter.unlisted.pk, "neverwasther"):
        status, headers, content = answer(client, "get", f"/oppforing/{one}/")
        pages[one] = (status, headers, content.replace(one.encode(), b"ID"))
    assert len(set(pages.values())) == 1


@pytest.mark.parametrize("path", ["nothing/", "catalogue/a.b/", "catalogue.pdf", "reference/x/"])
def test_an_address_that_does_not_exist_is_a_problem_too(client: Client, path: str) -> None:
    problem(client.get(f"/api/v1/{path}"), 404)


def test_pages_that_do_not_exist_stay_pages(client: Client) -> None:
    got = client.get("/nothing/")
    assert (got.status_code, got["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_missing_slash_leads_on(client: Client) -> None:
    got = client.get("/api/v1/catalogue?q=slag")
    assert got.status_code == 301
    assert got["Location"] == "/api/v1/catalogue/?q=slag"


def test_a_key_that_opens_nothing_is_refused(client: Client) -> None:
    got = client.get("/api/v1/catalogue/", headers={"Authorization": "Bearer mb_wrong"})
    problem(got, 401)
    assert got["WWW-Authenticate"] == "Bearer"


def test_an_etag_sent_back_saves_the_answer(client: Client, smelter: Smelter) -> None:
    address = f"/api/v1/catalogue/{smelter.open.pk}/"
    etag = client.get(address)["ETag"]
    for given in (etag, f"W/{etag}", f'"a", {etag}', "*"):
        again = client.get(address, headers={"If-None-Match": given})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    for given in ('"other"', etag.strip('"'), "", "\xff"):
        assert client.get(address, headers={"If-None-Match": given}).status_code == 200


class Notes(APIView):
    """A place to write, which the interface does not have yet."""

    def get(self, request: Request) -> Response:
        return Response({})

    def post(self, request: Request) -> Response:
        return Response({}, status=201)


def fails(request: HttpRequest) -> None:
    raise RuntimeError("process of the furnace")


def vanished(request: HttpRequest) -> None:
    raise Http404("process of the furnace")


urlpatterns = [
    path("api/notes/", Notes.as_view()),
    path("api/fails/", fails),
    path("api/vanished/", vanished),
]
handler404 = "exchange.errors.page_not_found"
handler500 = "exchange.errors.server_error"


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 201)])
def test_a_key_that_may_read_can_write_nothing(scope: str, status: int) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        one = program(scope)
        assert one.get("/api/notes/").status_code == 200
        assert one.post("/api/notes/").status_code == status


def test_what_nobody_foresaw_is_a_problem_without_secrets(client: Client) -> None:
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=__name__):
        for name, status in (("fails", 500), ("vanished", 404)):
            got = client.get(f"/api/{name}/")
            problem(got, status)
            assert b"furnace" not in got.content


def test_errors_speak_the_readers_language_and_keep_out_of_caches(client: Client) -> None:
    got = client.get("/api/v1/reference/?x=1")
    assert got["Cache-Control"] == "private, no-cache"
    assert "Accept-Language" in got["Vary"]


def test_a_revoked_key_is_like_one_that_never_was() -> None:
    person = worlds.person("gone@demo.example")
    token, key = create_token(actor=person, name="t", scope="read")
    revoke_token(actor=person, token_id=token.pk)
    gone, never = (
        Client().get("/api/v1/catalogue/", headers={"Authorization": f"Bearer {one}"})
        for one in (key, "mb_never")
    )
    assert (gone.status_code, gone.content) == (401, never.content)
