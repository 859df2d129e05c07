"""The page about the interface says what the schema says, in the site's frame."""

import json
import re

import pytest
from django.test import Client
from django.utils.html import escape

from streams.api.parameters import NOTES
from streams.catalogue.criteria import CriteriaForm

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/docs/"


@pytest.fixture
def text(client: Client) -> str:
    """The page in English, without the line breaks that end a cell."""
    answer = client.get(ADDRESS, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return re.sub(r"\s+(?=</t[hd]>)", "", answer.content.decode())


def test_every_search_parameter_is_explained() -> None:
    assert set(NOTES) == set(CriteriaForm.base_fields)


def test_every_operation_stands_on_the_page(client: Client, text: str) -> None:
    paths = client.get("/api/v1/schema/").json()["paths"]
    assert len(paths) == 22
    for path, methods in paths.items():
        for method in methods:
            assert f"<code>{method.upper()} {path}</code>" in text


def test_every_parameter_stands_with_values_and_example(text: str) -> None:
    for name, (note, example) in NOTES.items():
        assert f'<th scope="row">{name}</th>' in text
        assert str(escape(str(note))) in text
        assert f"<td>{example}</td>" in text
    assert "dust, powder, granules" in text
    assert "number, from 0 to 100" in text


def test_the_page_tells_how_to_log_in_and_what_can_go_wrong(text: str) -> None:
    assert "Authorization: Bearer mb_" in text
    assert "curl -H" in text
    for status in (400, 401, 403, 404, 405, 412, 413, 415, 428, 429):
        assert f'<th scope="row">{status}</th>' in text


def test_the_fields_of_a_listing_are_listed(text: str) -> None:
    for field in ("results[].id", "results[].tier", "results[].facts", "features[].geometry"):
        assert f'<th scope="row">{field}</th>' in text


def test_anchors_lead_to_places_that_are_there_once(text: str) -> None:
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    targets = set(re.findall(r'href="#([^"]+)"', text))
    assert targets <= set(ids)
    assert {"search", "listing", "search_xlsx", "login", "errors"} <= targets


def test_regions_have_names_of_their_own(text: str) -> None:
    names = re.findall(r'role="region" tabindex="0" aria-label="([^"]+)"', text)
    assert len(names) == len(set(names))


def test_nothing_on_the_page_needs_more_than_the_policy_allows(text: str) -> None:
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick" not in text
    assert re.findall(r"<script[^>]*>[^<]", text) == []
    sources = re.findall(r'(?:src|href)="(https?:[^"]+)"', text)
    assert [one for one in sources if not one.startswith("http://testserver/")] == []


def test_first_example_on_the_page_can_be_asked(client: Client, text: str) -> None:
    command = re.search(
        r"curl &quot;http://testserver(/api/v1/catalogue/\?[^&]*[^ ]*?)&quot;", text
    )
    assert command
    assert client.get(command.group(1).replace("&amp;", "&")).status_code == 200


def test_examples_in_json_are_json(text: str) -> None:
    blocks = re.findall(r"<pre><code>(\{.*?)</code></pre>", text, flags=re.S)
    assert len(blocks) == 10
    for block in blocks:
        json.loads(block.replace("&quot;", '"'))


def test_what_a_change_takes_stands_with_its_fields_and_a_command(text: str) -> None:
    for field in ("own_reference", "years[].amount", "analyses[].constituents[].share",
                  "quantities.moisture", "listings[].policy"):  # fmt: skip
        assert f'<th scope="row">{field}</th>' in text
    assert "number / text / object / null" in text
    assert "-X PATCH -H &quot;Authorization: Bearer mb_…&quot; -H &#x27;If-Match:" in text
    assert "-F &quot;file=@sheet.pdf&quot;" in text
    assert "The answer is empty, with status 204." in text


def test_the_footer_leads_here(client: Client) -> None:
    assert f'href="{ADDRESS}"' in client.get("/om/").content.decode()
