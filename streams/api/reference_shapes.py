"""Shapes of the reference lists' rows, for the schema."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from streams.vocabulary import Kind


class Names(serializers.Serializer[Any]):
    """The same name in three languages."""

    nb = serializers.CharField(help_text=_("Bokmål."))
    nn = serializers.CharField(help_text=_("Nynorsk."))
    en = serializers.CharField(help_text=_("English."))


class Named(serializers.Serializer[Any]):
    """A code and its names."""

    code = serializers.CharField(help_text=_("What a search takes and a listing carries."))
    names = Names(help_text=_("In bokmål (nb), nynorsk (nn) and English (en)."))


class Material(Named):
    """A class of materials, heat media, gases or deposits."""

    kind = serializers.ChoiceField(choices=Kind.choices, help_text=_("What is listed."))
    group = serializers.CharField(allow_null=True, help_text=_("Code of the group; null for one."))
    synonyms = serializers.ListField(child=serializers.CharField(), help_text=_("Other words."))


class Substance(Named):
    """What an analysis can name."""

    symbol = serializers.CharField(help_text=_("As it is written beside a number."))
    formula = serializers.CharField(allow_null=True, help_text=_("Null where there is none."))
    unit = serializers.CharField(help_text=_("In which it is usually given."))
    trace = serializers.BooleanField(help_text=_("Usually found in parts per million."))
    synonyms = serializers.ListField(child=serializers.CharField(), help_text=_("Other words."))


class Critical(Named):
    """A critical raw material of Regulation (EU) 2024/1252, Annex II."""

    elements = serializers.ListField(
        child=serializers.CharField(), help_text=_("Symbols by which an analysis shows it.")
    )
    strategic = serializers.BooleanField(help_text=_("Also on the EU's strategic list."))
    nato = serializers.BooleanField(help_text=_("Also on NATO's list of 2024."))


class WasteCode(Named):
    """A code of the European List of Waste."""

    written = serializers.CharField(help_text=_("In pairs, with * for hazardous waste."))
    hazardous = serializers.BooleanField(help_text=_("Hazardous waste or not."))


class Municipality(Named):
    """A municipality of 2024."""

    county = serializers.CharField(help_text=_("The county's number."))


class Industry(Named):
    """A division or class of NACE Rev. 2."""

    division = serializers.CharField(help_text=_("The division's two digits."))


class Addresses(serializers.Serializer[Any]):
    """Addresses by the names of the lists."""

    materials = serializers.CharField(help_text=_("And so on, one for each list."))


def list_of(name: str, row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """A whole list: how many rows, and the rows."""
    title = "".join(word.title() for word in name.split("_"))
    return inline_serializer(
        f"{title}List",
        {
            "count": serializers.IntegerField(help_text=_("Rows in all.")),
            "results": row(many=True, help_text=_("The rows.")),
        },
    )
