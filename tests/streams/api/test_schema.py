"""The interface describes itself truly."""

import pytest
from django.test import Client

from streams.catalogue.criteria import CriteriaForm

pytestmark = pytest.mark.django_db


def test_the_schema_names_every_search_parameter(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()
    assert schema["openapi"].startswith("3.1")
    search = schema["paths"]["/api/v1/catalogue/"]["get"]
    assert {one["name"] for one in search["parameters"]} == set(CriteriaForm.base_fields)


def test_the_schema_tells_how_to_log_in_and_what_comes_back(client: Client) -> None:
    schema = client.get("/api/v1/schema/").json()
    assert schema["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    result = schema["components"]["schemas"]["Result"]["properties"]
    assert {"id", "kind", "title", "tier", "updated_at", "facts"} <= set(result)
