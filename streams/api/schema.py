"""What the interface tells of itself (OpenAPI 3.1): shapes of answers and of errors, and login."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.tiers import Tier
from streams.api.base import StrictView
from streams.api.problems import CONTENT_TYPE, DETAILS
from streams.vocabulary import Kind

JSON = "application/json"


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer mb_...`."""

    target_class = "streams.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class Result(serializers.Serializer[Any]):
    """A listing as this caller may see it. A fact that is hidden or unknown is absent."""

    id = serializers.CharField(help_text=_("Random and lasting; part of the listing's address."))
    kind = serializers.ChoiceField(choices=Kind.choices, help_text=_("What is listed."))
    title = serializers.CharField(help_text=_("As the owner wrote it."))
    tier = serializers.ChoiceField(
        choices=[tier.name.lower() for tier in Tier],
        help_text=_("Which edition you see: everyone's, that under NDA, or the owner's."),
    )
    updated_at = serializers.DateTimeField(
        help_text=_("When this edition last changed; what is hidden does not move it.")
    )
    certain = serializers.BooleanField(
        help_text=_("False where what is shown only may satisfy the search.")
    )
    contained = serializers.DictField(
        allow_null=True,
        help_text=_(
            "Tonnes a year of the first substance searched for, or of the one critical raw "
            "material, as low, high, unit and precision; null where what is shown does not tell."
        ),
    )
    facts = serializers.DictField(
        help_text=_(
            "By field; hidden and unknown fields are absent. A number is low, high, unit and "
            "precision: null is unbounded, and precision is exact, band or calculated. profile has "
            "pattern, a word, and where it is exact months, each month's share of the year in per "
            "cent from January on. place has outline, a GeoJSON polygon, for a deposit whose exact "
            "place shows. A part of a composition has spread, with analyses, low, high and mean, "
            "where several analyses have it and it is exact; the part itself is the newest. A "
            "composition is typical where it comes from the literature, and copied where the owner "
            "has taken it over from another listing and not yet confirmed it."
        )
    )


class Results(serializers.Serializer[Any]):
    """One page of results."""

    count = serializers.IntegerField(help_text=_("Listings in all."))
    page = serializers.IntegerField(help_text=_("This page, from 1."))
    page_size = serializers.IntegerField(help_text=_("Listings on a page."))
    next = serializers.CharField(allow_null=True, help_text=_("Address of the next page."))
    previous = serializers.CharField(allow_null=True, help_text=_("Address of the page before."))
    results = Result(many=True, help_text=_("The listings of this page."))


class Feature(serializers.Serializer[Any]):
    """A listing on a map."""

    type = serializers.CharField(help_text=_("Always Feature."))
    id = serializers.CharField(help_text=_("Random and lasting; part of the listing's address."))
    geometry = serializers.DictField(
        allow_null=True, help_text=_("A point, or null where the exact place does not show.")
    )
    properties = serializers.DictField(
        help_text=_("id, title, kind, tier, url, summary, precision, county, county_name.")
    )


class Features(serializers.Serializer[Any]):
    """GeoJSON."""

    type = serializers.CharField(help_text=_("Always FeatureCollection."))
    features = Feature(many=True, help_text=_("The listings."))


class Problem(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    status = serializers.IntegerField(help_text=_("The status of the answer."))
    title = serializers.CharField(help_text=_("What that status means."))
    detail = serializers.CharField(help_text=_("What to do, in your language."))
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()),
        help_text=_("Messages by the parameter that caused them; empty where none did."),
    )


def answers(
    good: Any,
    content_type: str = JSON,
    *,
    missing: bool = False,
    example: Mapping[str, Any] | None = None,
) -> Mapping[Any, Any]:
    """The good answer, and the problems that every address has in common."""
    statuses = [400, 401, *([404] if missing else []), 429]
    problems = {
        (status, CONTENT_TYPE): OpenApiResponse(Problem, description=DETAILS[status])
        for status in statuses
    }
    return {(200, content_type): shown_as(good, example), **problems}


def shown_as(good: Any, example: Mapping[str, Any] | None) -> OpenApiResponse:
    """The shape of a good answer, with an example where there is one."""
    shown = [OpenApiExample("answer", value=example)] if example else None
    return OpenApiResponse(good, description=_("As asked for."), examples=shown)


def current_schema() -> Mapping[str, Any]:
    """OpenAPI in the reader's language. Made once in each process; not to be changed."""
    return schema_in(get_language() or "nb")


@lru_cache(maxsize=8)
def schema_in(language: str) -> Mapping[str, Any]:
    with override(language):
        made: Mapping[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return made


class Schema(StrictView):
    """OpenAPI 3.1 as JSON."""

    renderer_classes = [OpenApiJsonRenderer]

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(current_schema())
