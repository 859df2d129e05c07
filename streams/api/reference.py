"""The reference lists for programs: which codes there are, and their names in three languages.

Nobody's secret: the same for everybody, so that shared caches may keep them.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from companies.queries import counties_with_municipalities, industries
from streams.api import reference_shapes as shapes
from streams.api.base import StrictView
from streams.api.schema import answers
from streams.reference.languages import LANGUAGES, best_of
from streams.reference.models import InThreeLanguages
from streams.reference.queries import (
    critical_materials,
    materials_by_kind,
    substances,
    waste_codes,
)
from streams.vocabulary import Form, Kind

KEPT_SECONDS = 300
Row = dict[str, Any]
Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """One list: its name in the address, what it holds, the shape of a row, and the rows."""

    name: str
    text: str | Promise
    shape: type[serializers.Serializer[Any]]
    rows: Callable[[], Iterable[Row]]


class ReferenceView(StrictView):
    """Common to the lists: no login is looked at, and caches may keep the answer."""

    authentication_classes = ()
    cache_control = f"public, max-age={KEPT_SECONDS}"
    vary = "Accept-Language"
    rows: Callable[[], Iterable[Row]]

    def listed(self) -> Response:
        found = list(self.rows())
        return self.tagged({"count": len(found), "results": found})

    def tagged(self, data: Any) -> Response:
        digest = blake2b(json.dumps(data, sort_keys=True).encode(), digest_size=16).hexdigest()
        return self.with_etag(f'"{digest}"', data)


class ReferenceIndex(ReferenceView):
    """Which lists there are."""

    @extend_schema(
        operation_id="reference",
        summary=_("Reference lists"),
        description=_("The address of each list, by its name."),
        tags=["reference"],
        responses=answers(shapes.Addresses),
    )
    def get(self, request: Request) -> Response:
        return self.tagged({one.name: reverse(route_name(one)) for one in LISTS})


def route_name(one: ReferenceList) -> str:
    return f"api-reference-{one.name.replace('_', '-')}"


def view_of(one: ReferenceList) -> Callable[..., Any]:
    """A view of its own for each list, so that the schema tells the shape of its rows."""

    class View(ReferenceView):
        rows = staticmethod(one.rows)

        @extend_schema(
            operation_id=f"reference_{one.name}",
            summary=one.text,
            description=_("Codes and names in bokmål, nynorsk and English."),
            tags=["reference"],
            responses=answers(shapes.list_of(one.name, one.shape)),
        )
        def get(self, request: Request) -> Response:
            return self.listed()

    return View.as_view()


def names_of(row: InThreeLanguages) -> Names:
    return {language: row.name_in(language) for language in LANGUAGES}


def same_in_all(name: str) -> Names:
    """Names of places are not translated."""
    return dict.fromkeys(LANGUAGES, name)


def material_rows() -> Iterable[Row]:
    for row in (one for kind in Kind for one in materials_by_kind(kind)):
        yield {
            "code": row.code,
            "names": names_of(row),
            "kind": row.kind,
            "group": row.parent_id,
            "synonyms": row.synonyms,
        }


def substance_rows() -> Iterable[Row]:
    for row in substances():
        yield {
            "code": row.key,
            "names": names_of(row),
            "symbol": row.symbol,
            "formula": row.formula,
            "unit": row.unit_default,
            "trace": row.is_trace_by_default,
            "synonyms": row.synonyms,
        }


def critical_rows() -> Iterable[Row]:
    for row in critical_materials():
        yield {
            "code": row.code,
            "names": names_of(row),
            "elements": row.elements,
            "strategic": row.strategic,
            "nato": row.nato,
        }


def waste_code_rows() -> Iterable[Row]:
    for row in waste_codes():
        yield {
            "code": row.code,
            "names": names_of(row),
            "written": row.written,
            "hazardous": row.hazardous,
        }


def county_rows() -> Iterable[Row]:
    for row in counties_with_municipalities():
        yield {"code": row.number, "names": same_in_all(row.name)}


def municipality_rows() -> Iterable[Row]:
    for county in counties_with_municipalities():
        for row in county.municipalities.all():
            yield {"code": row.number, "names": same_in_all(row.name), "county": county.number}


def industry_rows() -> Iterable[Row]:
    for row in industries():
        words = {one: str(getattr(row, f"name_{one}")) for one in LANGUAGES}
        names = {language: best_of(words, language) for language in LANGUAGES}
        yield {"code": row.code, "names": names, "division": row.division}


def word_rows(words: type[TextChoices]) -> Iterable[Row]:
    for word in words:
        yield {"code": word.value, "names": {one: in_language(word, one) for one in LANGUAGES}}


def in_language(word: TextChoices, language: str) -> str:
    with override(language):
        return str(word.label)


LISTS = (
    ReferenceList("materials", _("Materials"), shapes.Material, material_rows),
    ReferenceList("substances", _("Substances"), shapes.Substance, substance_rows),
    ReferenceList("crm", _("Critical raw materials"), shapes.Critical, critical_rows),
    ReferenceList("waste_codes", _("European waste codes"), shapes.WasteCode, waste_code_rows),
    ReferenceList("counties", _("Counties"), shapes.Named, county_rows),
    ReferenceList("municipalities", _("Municipalities"), shapes.Municipality, municipality_rows),
    ReferenceList("industries", _("Industries"), shapes.Industry, industry_rows),
    ReferenceList("forms", _("Physical forms"), shapes.Named, partial(word_rows, Form)),
    ReferenceList("kinds", _("Kinds of listings"), shapes.Named, partial(word_rows, Kind)),
)
