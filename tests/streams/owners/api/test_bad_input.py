"""Whatever a program sends: an answer that names what is wrong, and nothing half saved."""

import io
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from streams.register.models import Document, Record
from streams.register.plain_reading import KNOWN
from tests.streams.api.bad_input import NASTY
from tests.streams.owners.api.conftest import Works
from tests.streams.owners.api.test_writing import NEW, errors

pytestmark = pytest.mark.django_db
DEEP = b'{"title":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BODIES: tuple[tuple[bytes, int, str], ...] = (
    (b"", 415, "Content-Type"),
    (b"  \n", 400, "body"),
    (b"{", 400, "body"),
    (b"[]", 400, "body"),
    (b"3", 400, "body"),
    (b'"x"', 400, "body"),
    (DEEP, 400, "body"),
    (b'{"title":' + b"[" * 25 + b"]" * 25 + b"}", 400, "body"),
    (b'{"opened_year": NaN}', 400, "body"),
    (b'{"quantities": {"moisture": Infinity}}', 400, "body"),
    (b'{"quantities": {"moisture": -1e999}}', 400, "body"),
    (b'{"opened_year": ' + b"9" * 5_000 + b"}", 400, "body"),
    (b'{"opened_year": 99999999999}', 400, "opened_year"),
    (b'{"title": "a", "title": "b"}', 400, "body"),
    (b'{"quantities": {"ph": 7, "ph": 8}}', 400, "body"),
    (b'{"title": "a\\u0000b"}', 400, "title"),
    (b'{"policy": {"listed": "\\ud800"}}', 400, "policy.listed"),
    (b'{"a\\u0000b": 1}', 400, "body"),
    (b'{"title": "a\\nb"}', 400, "title"),
    (b'{"title": "\xe6"}', 400, "body"),
    (json.dumps({"title": "x"}).encode("utf-16"), 400, "body"),
    (b'{"title": "' + b"x" * 8_000_000 + b'"}', 413, "body"),
    (b'{"title": "' + b"x" * 121 + b'"}', 400, "title"),
)
TYPES = (
    ("text/plain", 415),
    ("application/x-www-form-urlencoded", 415),
    ("multipart/form-data; boundary=x", 415),
    ("application/json; charset=iso-8859-1", 415),
    ("", 415),
    ("application/merge-patch+json", 200),
    ('application/json; charset="UTF-8"', 200),
)


@pytest.mark.parametrize("number", range(len(BODIES)))
def test_a_body_that_makes_no_sense_is_named_and_saves_nothing(works: Works, number: int) -> None:
    body, status, path = BODIES[number]
    got = works.changes(body)
    assert set(errors(got, status)) == {path}
    assert Record.objects.get().version == 1


def test_every_type_but_json_is_refused(works: Works) -> None:
    for content_type, status in TYPES:
        got = works.kari.sends(
            "patch", works.listing, {"title": "x"},
            **{"If-Match": works.etag(), "Content-Type": content_type},
        )  # fmt: skip
        assert got.status_code == status, content_type
    browser = Client()
    browser.force_login(works.kari.user)
    form = browser.post(f"/api/v1/own/{works.listings}", {"title": "x"})
    assert set(errors(form, 415)) == {"Content-Type"}


plain = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9),
        st.sampled_from([*NASTY, "low", "2024", "slag", "SiO2", "8-12", "nda"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["low", "high", "unit", "year", "amount", "substance", "share", "constituents",
                 "moisture", "volume", "exact", "coarse", "method", "x"]
            ),
            inner, max_size=3,
        ),
    ),
    max_leaves=8,
)  # fmt: skip
bodies = st.dictionaries(st.sampled_from(sorted(KNOWN)), plain, min_size=1, max_size=6)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=bodies)
def test_no_body_is_a_fault_of_ours(works: Works, body: dict[str, Any]) -> None:
    headers = {"If-Match": "*"}
    for method, address, sent in (
        ("patch", works.listing, body),
        ("post", works.listings, {**NEW, **body}),
        ("post", works.bulk, {"listings": [body, {"id": works.record.pk, **body}]}),
    ):
        before = list(Record.objects.order_by("pk").values_list())
        got = works.kari.sends(method, address, sent, **headers)
        assert got.status_code in (200, 201, 400), got.content
        if got.status_code == 400:
            assert got.json()["errors"]
            assert list(Record.objects.order_by("pk").values_list()) == before


def picture() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    file.seek(0)
    file.name = "secret name.png"
    return file


def test_a_file_is_added_and_taken_away(works: Works) -> None:
    address = f"/api/v1/own/{works.listing}documents/"
    sent = {"title": "Data sheet", "audience": "owner", "file": picture()}
    made = works.kari.client.post(address, sent)
    assert made.status_code == 201
    assert made.json()["audience"] == "owner"
    assert b"secret" not in made.content
    one = f"{address}{made.json()['id']}/"
    assert works.kari.client.get(one).status_code == 200
    assert works.kari.client.delete(one).status_code == 204
    assert works.kari.client.get(one).status_code == 404


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"title": "x"}, "file"),
        ({"file": "text"}, "file"),
        ({"title": "x" * 121}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"title": "x", "audience": "friends"}, "audience"),
        ({"title": "x", "colour": "red"}, "colour"),
    ],
)
def test_a_form_that_makes_no_sense_keeps_no_file(
    works: Works, sent: dict[str, Any], path: str
) -> None:
    address = f"/api/v1/own/{works.listing}documents/"
    got = works.kari.client.post(address, sent if path == "file" else {**sent, "file": picture()})
    assert path in errors(got)
    broken = io.BytesIO(b"no picture at all")
    got = works.kari.client.post(address, {"title": "x", "file": broken})
    assert set(errors(got)) == {"file"}
    assert errors(works.kari.sends("post", f"{works.listing}documents/", {}), 415)
    assert not Document.objects.exists()
