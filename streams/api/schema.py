"""What the interface tells of itself (OpenAPI): parameters of a search and shapes of answers."""

from typing import Any

from django.forms import BooleanField, Field, FloatField, IntegerField, TypedChoiceField
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from accounts.tiers import Tier
from streams.catalogue.choices import Choices
from streams.catalogue.criteria import CriteriaForm
from streams.vocabulary import Kind


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Authorization: Bearer mb_...`."""

    target_class = "streams.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class Result(serializers.Serializer[Any]):
    """A listing as this caller may see it. A fact that is hidden or unknown is absent."""

    id = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    title = serializers.CharField()
    tier = serializers.ChoiceField(choices=[tier.name.lower() for tier in Tier])
    updated_at = serializers.DateTimeField()
    certain = serializers.BooleanField(
        help_text="False where only a band is shown, so that the listing may fit or not."
    )
    facts = serializers.DictField(
        help_text="By field. Numbers are {low, high, unit, precision}: null is unbounded, "
        "precision is exact or band."
    )


class Results(serializers.Serializer[Any]):
    """One page of results."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = Result(many=True)


class Problems(serializers.Serializer[Any]):
    """Messages by the parameter that caused them."""

    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField())
    )


NOT_FOUND = OpenApiResponse(description="There is no such listing, or it is not for you.")


def search_parameters() -> list[OpenApiParameter]:
    return [parameter(name, field) for name, field in CriteriaForm.base_fields.items()]


def parameter(name: str, field: Field) -> OpenApiParameter:
    return OpenApiParameter(
        name,
        type_of(field),
        required=False,
        many=isinstance(field, Choices),
        description=str(field.label or ""),
    )


def type_of(field: Field) -> OpenApiTypes:
    kinds = {
        IntegerField: OpenApiTypes.INT,
        BooleanField: OpenApiTypes.BOOL,
        TypedChoiceField: OpenApiTypes.BOOL,
    }
    if isinstance(field, FloatField):
        return OpenApiTypes.DOUBLE
    return next((kind for cls, kind in kinds.items() if isinstance(field, cls)), OpenApiTypes.STR)
