"""Shapes of what owners' programs send and get, for the schema; made from the models' fields."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema_field
from rest_framework import serializers

from streams.api.problems import CONTENT_TYPE, DETAILS
from streams.api.schema import JSON, Problem, shown_as
from streams.measures import MEASURES
from streams.register.models import YearlyFigure
from streams.register.plain import ABOUT_ANALYSES, VALUES
from streams.vocabulary import Kind

Shape = serializers.Serializer[Any]


def field_of(model_field: Any) -> "serializers.Field[Any, Any, Any, Any]":
    """The JSON type of a model's field, with its label and help as meaning."""
    label, more = model_field.verbose_name, model_field.help_text
    meaning = format_lazy("{}. {}", label, more) if more else format_lazy("{}.", label)
    options: dict[str, Any] = {"required": False, "help_text": meaning, "allow_null": True}
    if isinstance(model_field, ArrayField):
        return serializers.ListField(child=field_of(model_field.base_field), **options)
    if model_field.choices:
        return serializers.ChoiceField(choices=[*dict(model_field.flatchoices)], **options)
    for wanted, made in TYPES.items():
        if isinstance(model_field, wanted):
            return made(**options)
    return serializers.CharField(max_length=model_field.max_length, **options)


TYPES: "Mapping[type[Any], type[serializers.Field[Any, Any, Any, Any]]]" = {
    models.JSONField: serializers.JSONField,
    models.DateField: serializers.DateField,
    models.BooleanField: serializers.BooleanField,
    models.IntegerField: serializers.IntegerField,
    models.FloatField: serializers.FloatField,
}


def shape(name: str, text: Any, fields: Mapping[str, Any]) -> type[Shape]:
    return type(name, (serializers.Serializer,), {**fields, "__doc__": str(text)})


@extend_schema_field(
    {
        "anyOf": [
            {"type": "number"},
            {"type": "string"},
            {
                "type": "object",
                "required": ["low", "high"],
                "properties": {
                    "low": {"type": ["number", "null"]},
                    "high": {"type": ["number", "null"]},
                    "unit": {"type": "string"},
                },
            },
            {"type": "null"},
        ]
    }
)
class IntervalShape(serializers.JSONField):
    """A number: as it is, as text, or with its two ends. It is always told as the last."""


QuantitiesShape = shape(
    "OwnQuantities",
    "By name.",
    {
        key: IntervalShape(
            required=False,
            allow_null=True,
            help_text=format_lazy("{} ({}).", measure.label, measure.unit),
        )
        for key, measure in MEASURES.items()
    },
)
YearShape = shape(
    "OwnYear",
    "One year.",
    {
        "year": serializers.IntegerField(help_text=_("The calendar year.")),
        "amount": IntervalShape(help_text=_("Tonnes; for heat GWh.")),
        "method": field_of(YearlyFigure._meta.get_field("method")),
        "determined_on": field_of(YearlyFigure._meta.get_field("determined_on")),
    },
)
ConstituentShape = shape(
    "OwnConstituent",
    "A substance.",
    {
        "substance": serializers.CharField(
            help_text=_("Formula or name, see reference/substances.")
        ),
        "share": IntervalShape(help_text=_("In wt% or mg/kg.")),
        "trace": serializers.BooleanField(
            required=False,
            allow_null=True,
            help_text=_("Trace element or contaminant; as usual for it when left out."),
        ),
    },
)
AnalysisShape = shape(
    "OwnAnalysis",
    "One analysis.",
    {
        **{name: field_of(model_field) for name, model_field in ABOUT_ANALYSES.items()},
        "constituents": ConstituentShape(many=True, help_text=_("What was found.")),
    },
)


class DocumentShape(Shape):
    """A file about a listing."""

    id = serializers.CharField(help_text=_("Part of its address."))
    title = serializers.CharField(help_text=_("As others see it."))
    audience = serializers.CharField(help_text=_("Who may open it: public, nda or owner."))
    content_type = serializers.CharField(help_text=_("What it is, as its content tells."))
    size = serializers.IntegerField(help_text=_("Bytes."))
    added_at = serializers.DateTimeField(help_text=_("When it was added."))


WRITTEN: Mapping[str, Any] = {
    "site": serializers.CharField(
        required=False, help_text=_("Id of one of your sites; may be left out where you have one.")
    ),
    **{name: field_of(model_field) for name, model_field in VALUES.items()},
    "quantities": QuantitiesShape(required=False, help_text=_("Measured quantities, by name.")),
    "years": YearShape(many=True, required=False, help_text=_("Amounts, a year each.")),
    "analyses": AnalysisShape(many=True, required=False, help_text=_("Chemical analyses.")),
    "policy": serializers.DictField(
        required=False,
        help_text=_(
            "Who sees what, by field: public, nda or owner, or exact and coarse, where coarse is "
            "who sees the band. Null is as for all your listings. listed: who may know of it."
        ),
    ),
}
KIND = serializers.ChoiceField(choices=Kind.choices, help_text=_("What is listed."))
OwnListing = shape(
    "OwnListing",
    "A listing with everything the register holds of it.",
    {
        "id": serializers.CharField(help_text=_("Random and lasting.")),
        "version": serializers.IntegerField(help_text=_("Counts changes.")),
        "created_at": serializers.DateTimeField(help_text=_("When it was begun.")),
        "delete_at": serializers.DateTimeField(
            help_text=_("When it will be deleted, where that was asked for."), allow_null=True
        ),
        "kind": KIND,
        **WRITTEN,
        "documents": DocumentShape(many=True, help_text=_("Its files.")),
    },
)
NewListing = shape("NewListing", "A listing to create.", {"kind": KIND, **WRITTEN})
ListingChange = shape("ListingChange", "What is to change.", WRITTEN)


class SiteShape(Shape):
    """A place of the company."""

    id = serializers.CharField(help_text=_("What a listing names it by."))
    name = serializers.CharField(help_text=_("As on your page."))
    latitude = serializers.FloatField(allow_null=True, help_text=_("Degrees, WGS 84."))
    longitude = serializers.FloatField(allow_null=True, help_text=_("Degrees, WGS 84."))
    county = serializers.CharField(allow_null=True, help_text=_("The county's number."))
    municipality = serializers.CharField(allow_null=True, help_text=_("Its number."))
    own_reference = serializers.CharField(help_text=_("Your own name for it."))


class CompanyShape(Shape):
    """A company that you act for."""

    id = serializers.CharField(help_text=_("Part of its addresses."))
    name = serializers.CharField(help_text=_("As registered."))
    country = serializers.CharField(help_text=_("Two letters."))
    organisation_number = serializers.CharField(help_text=_("In its country."))
    cluster_may_act = serializers.BooleanField(help_text=_("Whether the cluster may act for it."))
    policy = serializers.DictField(help_text=_("Who sees what of all its listings."))


class CompanyWithSites(CompanyShape):
    """A company and where it has something."""

    sites = SiteShape(many=True, help_text=_("Its sites."))


def page_of(name: str, row: type[Shape]) -> type[Shape]:
    return shape(
        name,
        "One page.",
        {
            "count": serializers.IntegerField(help_text=_("In all.")),
            "page": serializers.IntegerField(help_text=_("This page, from 1.")),
            "page_size": serializers.IntegerField(help_text=_("How many on a page.")),
            "results": row(many=True, help_text=_("What stands on this page.")),
        },
    )


class BulkRequest(Shape):
    """Listings to create or to change."""

    listings = NewListing(many=True, help_text=_("At most 1,000. Each names own_reference or id."))


class BulkResult(Shape):
    """What became of one listing."""

    index = serializers.IntegerField(help_text=_("Its place in what you sent, from 0."))
    result = serializers.ChoiceField(
        choices=["created", "changed", "unchanged"], help_text=_("What was done, or would be.")
    )
    id = serializers.CharField(allow_null=True, help_text=_("Null in a dry run of a new one."))
    own_reference = serializers.CharField(help_text=_("Your own reference."))
    changed = serializers.ListField(
        child=serializers.CharField(), help_text=_("Names of the fields that changed.")
    )


class BulkAnswer(Shape):
    """What became of all."""

    dry_run = serializers.BooleanField(help_text=_("True when nothing was saved."))
    created = serializers.IntegerField(help_text=_("How many were created."))
    changed = serializers.IntegerField(help_text=_("How many were changed."))
    unchanged = serializers.IntegerField(help_text=_("How many were as they should be."))
    results = BulkResult(many=True, help_text=_("One by one, in the order sent."))


class Upload(Shape):
    """A file, sent as multipart/form-data."""

    file = serializers.FileField(help_text=_("PDF, PNG, JPEG, Excel or Word, at most 20 MB."))
    title = serializers.CharField(max_length=120, help_text=_("As others see it."))
    audience = serializers.CharField(
        required=False,
        help_text=_("Who may open it: public, nda or owner; nda when not given."),
    )


def own_answers(
    good: Any,
    *,
    status: int = 200,
    content_type: str = JSON,
    writes: bool = False,
    tagged: bool = False,
    example: Mapping[str, Any] | None = None,
) -> Mapping[Any, Any]:
    """The good answer and the problems of an owners' address."""
    statuses = [400, 401, 404, 429, *([403, 413, 415] if writes else [])]
    statuses += [412, 428] if tagged else []
    problems = {
        (one, CONTENT_TYPE): OpenApiResponse(Problem, description=DETAILS[one])
        for one in sorted(statuses)
    }
    return {(status, content_type): shown_as(good, example), **problems}
