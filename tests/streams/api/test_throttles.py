"""Who asks too often is told to wait, and nothing in the clear is kept about who it was."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from environs import Env

from exchange.settings.rates import rate
from streams.api.throttles import AnonymousRate, PersonRate
from tests import worlds
from tests.streams.api.conftest import Smelter, program

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("smelter")]
ADDRESS = "/api/v1/catalogue/"


@pytest.fixture(autouse=True)
def _two_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    for throttle in (AnonymousRate, PersonRate):
        monkeypatch.setattr(throttle, "rate", "2/min", raising=False)


def statuses(client: Client, times: int, **headers: str) -> list[int]:
    return [client.get(ADDRESS, headers=headers).status_code for _ in range(times)]


def test_the_third_question_of_a_minute_waits(client: Client) -> None:
    assert statuses(client, 2) == [200, 200]
    answer = client.get(ADDRESS)
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert 0 < int(answer["Retry-After"]) <= 60
    assert set(answer.json()) == {"status", "title", "detail", "errors"}


@pytest.mark.parametrize("address", ["/api/v1/reference/crm/", "/api/v1/catalogue.xlsx"])
def test_every_address_counts(client: Client, address: str) -> None:
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_a_hidden_listing_counts_like_one_that_never_was(smelter: Smelter) -> None:
    found = {}
    for entry in (smelter.unlisted.pk, "neverwasther"):
        cache.clear()
        answers = [Client().get(f"/api/v1/catalogue/{entry}/") for _ in range(3)]
        found[entry] = [answer.status_code for answer in answers]
    assert list(found.values()) == [[404, 404, 429]] * 2


def test_everybody_has_a_count_of_his_own() -> None:
    one, other = program("read"), program("write")
    assert statuses(one, 3) == [200, 200, 429]
    assert statuses(other, 2) == statuses(Client(), 2) == [200, 200]


def test_keys_and_browser_of_one_person_share_a_count(client: Client) -> None:
    person = worlds.person("busy@demo.example")
    client.force_login(person)
    assert statuses(client, 2) == [200, 200]
    again = Client()
    again.force_login(person)
    assert statuses(again, 1) == [429]


def test_only_addresses_that_our_own_proxy_wrote_are_believed() -> None:
    found = [statuses(Client(), 1, **{"X-Forwarded-For": f"{n}.1.1.1, 9.9.9.9"}) for n in range(3)]
    assert found == [[200], [200], [429]]


def test_no_address_is_kept_in_the_clear(client: Client) -> None:
    statuses(client, 1, **{"X-Forwarded-For": "203.0.113.77"})
    kept = repr(cache._cache)
    assert "throttle_anon_" in kept
    assert "203.0.113.77" not in kept


def test_pages_are_not_counted(client: Client) -> None:
    assert {client.get("/sok/").status_code for _ in range(4)} == {200}


@pytest.mark.parametrize(
    ("text", "found"), [("", None), ("off", None), ("5/s", "5/s"), ("300/min", "300/min")]
)
def test_a_rate_is_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, text: str, found: str | None
) -> None:
    monkeypatch.setenv("API_RATE_USER", text)
    assert rate(Env(), "API_RATE_USER", "9/s") == found


@pytest.mark.parametrize("text", ["many", "0/min", "5", "5/year", "-1/s"])
def test_a_rate_that_makes_no_sense_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setenv("API_RATE_USER", text)
    with pytest.raises(ImproperlyConfigured, match="API_RATE_USER"):
        rate(Env(), "API_RATE_USER", None)
