"""The parameters of a search as OpenAPI tells them, made from the form that checks them."""

from collections.abc import Mapping
from typing import Any

from django.core.validators import RegexValidator
from django.forms import CharField, ChoiceField, Field, FloatField, IntegerField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from streams.api.examples import LISTING
from streams.catalogue.choices import Choices
from streams.catalogue.contents import MOST_CONTENTS, Contents
from streams.catalogue.criteria import CriteriaForm

NOTES: Mapping[str, tuple[str | Promise, str]] = {
    "q": (_("Words, in any of the three languages; typing errors are forgiven."), "slagg"),
    "kind": (_("What is listed."), "material"),
    "material": (_("Codes of reference/materials: a group or a class."), "slag"),
    "substance": (_("A substance or element that the listing shows: formula or name."), "MnO"),
    "wt_min": (_("At least this share of the substance, in wt%. Needs substance."), "5"),
    "wt_max": (_("At most this share of the substance, in wt%. Needs substance."), "20"),
    "contains": (
        _(
            "More that the listing contains, at once: a substance, or a substance with the least "
            "and the most of it in wt%, as Mn:5-20, Mn:5- or P:-0.1. Repeat it for each; at most "
            "five substances in all."
        ),
        "P:-0.1",
    ),
    "crm": (_("Critical raw materials: codes of reference/crm."), "manganese"),
    "volume_min": (_("At least this amount: t a year, for heat GWh a year."), "1000"),
    "volume_max": (_("At most this amount: t a year, for heat GWh a year."), "50000"),
    "county": (_("Numbers of reference/counties."), "42"),
    "municipality": (_("Numbers of reference/municipalities."), "4204"),
    "near": (_("Latitude and longitude in degrees (WGS 84), with a comma."), "58.15,8.0"),
    "near_listing": (
        _("Near a listing that shows you its exact place: its id, instead of near."),
        LISTING["id"],
    ),
    "radius_km": (
        _("Within this many kilometres; 50 when not given. Needs near or near_listing."),
        "30",
    ),
    "hazardous": (_("Hazardous waste or not."), "false"),
    "waste_code": (_("European waste code: two, four or six digits."), "1009"),
    "form": (_("Physical form."), "dust"),
    "temperature_min": (_("At least this temperature, in °C."), "80"),
    "industry": (_("Divisions of NACE Rev. 2: two digits, see reference/industries."), "24"),
    "ordering": (
        _(
            "Order of the results. Without it: relevance where q is given, date elsewhere. tonnes "
            "is by tonnes a year of the first substance, or of the one critical raw material."
        ),
        "volume",
    ),
    "page": (_("Which page, from 1. Files hold all pages."), "2"),
    "page_size": (_("Listings on a page; 25 when not given. Files hold all pages."), "100"),
}
"""What each means, and an example."""


def search_parameters() -> list[OpenApiParameter]:
    return [parameter(name, field) for name, field in CriteriaForm.base_fields.items()]


def parameter(name: str, field: Field) -> OpenApiParameter:
    note, example = NOTES[name]
    several = isinstance(field, Choices | Contents)
    most = {"maxItems": MOST_CONTENTS} if isinstance(field, Contents) else {}
    return OpenApiParameter(
        name,
        {"type": "array", "items": shape_of(field), **most} if several else shape_of(field),
        description=note,
        examples=[OpenApiExample(name, value=example)],
        explode=True if several else None,
        style="form" if several else None,
    )


def shape_of(field: Field) -> dict[str, Any]:
    """JSON Schema of one value."""
    if isinstance(field, Choices | ChoiceField):
        return choice_shape(field)
    shape: dict[str, Any] = {"type": "string"}
    if isinstance(field, IntegerField):
        whole = not isinstance(field, FloatField)
        shape = {"type": "integer" if whole else "number"}
        limits = {"minimum": field.min_value, "maximum": field.max_value}
        return shape | {key: limit for key, limit in limits.items() if limit is not None}
    if isinstance(field, CharField) and field.max_length:
        shape["maxLength"] = field.max_length
    patterns = [one.regex for one in field.validators if isinstance(one, RegexValidator)]
    return shape | ({"pattern": pattern_text(patterns[0])} if patterns else {})


def choice_shape(field: Choices | ChoiceField) -> dict[str, Any]:
    """Fixed words are listed; codes that come from reference lists are not."""
    options = field.options if isinstance(field, Choices) else field.choices
    if callable(options):
        return {"type": "string"}
    codes = [str(code) for code, _label in options if code != ""]
    if codes == ["true", "false"]:
        return {"type": "boolean"}
    return {"type": "string", "enum": codes}


def pattern_text(regex: Any) -> str:
    """As JSON Schema writes it, which has no \\Z."""
    return str(regex.pattern).replace("\\Z", "$")
