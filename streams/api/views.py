"""The catalogue for programs: the same search, entitlement and facts as the pages."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from streams.api.base import StrictView
from streams.api.examples import LISTING, RESULTS
from streams.api.exports import LIMIT, csv_lines
from streams.api.parameters import search_parameters
from streams.api.schema import Features, Result, Results, answers
from streams.api.workbook import workbook_bytes
from streams.catalogue.criteria import Criteria, criteria_from
from streams.catalogue.points import feature_collection
from streams.catalogue.search import Hit, everything, opened, search
from streams.workbooks import CONTENT_TYPE


def result(hit: Hit) -> dict[str, Any]:
    """One listing as programs get it."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "tier": hit.tier.name.lower(),
        "updated_at": hit.updated_at.isoformat(),
        "certain": hit.certain,
        "contained": hit.contained,
        "facts": hit.facts,
    }


class SearchView(StrictView):
    """Common to all forms of a search; an unknown or malformed parameter is a 400 naming it."""

    criteria: Criteria

    def read_parameters(self, params: QueryDict) -> None:
        self.criteria = criteria_from(self.viewer(), params)


class CatalogueList(SearchView):
    """One page of what was found."""

    @extend_schema(
        operation_id="search",
        summary=_("Search"),
        description=_("One page of the listings that fit, as you may see them."),
        tags=["catalogue"],
        parameters=search_parameters(),
        responses=answers(Results, example=RESULTS),
    )
    def get(self, request: Request) -> Response:
        page = search(self.viewer(), self.criteria)
        return Response(
            {
                "count": page.total,
                "page": self.criteria.page,
                "page_size": self.criteria.page_size,
                "next": self.page_address(1, page.total),
                "previous": self.page_address(-1, page.total),
                "results": [result(hit) for hit in page.hits],
            }
        )

    def page_address(self, step: int, total: int) -> str | None:
        number, size = self.criteria.page + step, self.criteria.page_size
        if number < 1 or (step > 0 and self.criteria.page * size >= total):
            return None
        params = self.request.query_params.copy()
        params["page"] = str(number)
        return f"{self.request.path}?{params.urlencode()}"


class CatalogueDetail(StrictView):
    """One listing; one that may not be known of is like one that never was."""

    @extend_schema(
        operation_id="listing",
        summary=_("One listing"),
        description=_("A listing as you may see it. Send its ETag back in If-None-Match."),
        tags=["catalogue"],
        parameters=[
            OpenApiParameter(
                "id",
                str,
                "path",
                description=_("As a search told it."),
                examples=[OpenApiExample("id", value=LISTING["id"])],
            )
        ],
        responses=answers(Result, missing=True, example=LISTING),
    )
    def get(self, request: Request, id: str) -> Response:
        hit = opened(self.viewer(), id)
        if hit is None:
            raise Http404
        return self.with_etag(f'"{hit.etag}-{int(hit.tier)}"', result(hit))


class CatalogueExport(SearchView):
    """The whole of a search, not a page of it; never more than LIMIT listings."""

    def hits(self) -> list[Hit]:
        return list(everything(self.viewer(), self.criteria, LIMIT))


class CatalogueGeojson(CatalogueExport):
    """For maps: a point where the place shows exactly, the county's number elsewhere."""

    @extend_schema(
        operation_id="search_geojson",
        summary=_("Search for a map"),
        description=_(
            "GeoJSON (RFC 7946). A point only where the exact place shows; elsewhere the geometry "
            "is null and the county's number says where. At most 5,000 listings."
        ),
        tags=["catalogue"],
        parameters=search_parameters(),
        responses=answers(Features, "application/geo+json"),
    )
    def get(self, request: Request) -> HttpResponseBase:
        found = feature_collection(self.hits())
        return Response(found, content_type="application/geo+json")


class CatalogueCsv(CatalogueExport):
    """For spreadsheets: one listing a row; nothing in it runs as a formula."""

    @extend_schema(
        operation_id="search_csv",
        summary=_("Search as a CSV file"),
        description=_(
            "One listing a row, UTF-8, commas. Text that a spreadsheet would run starts with an "
            "apostrophe. At most 5,000 listings."
        ),
        tags=["catalogue"],
        parameters=search_parameters(),
        responses=answers(OpenApiTypes.STR, "text/csv"),
    )
    def get(self, request: Request) -> HttpResponseBase:
        return attachment(b"".join(csv_lines(self.hits())), "text/csv; charset=utf-8", "csv")


class CatalogueXlsx(CatalogueExport):
    """The same columns as a workbook."""

    @extend_schema(
        operation_id="search_xlsx",
        summary=_("Search as an Excel file"),
        description=_(
            "The columns of the CSV file, with numbers as numbers. Equal results give equal "
            "files. At most 5,000 listings."
        ),
        tags=["catalogue"],
        parameters=search_parameters(),
        responses=answers(OpenApiTypes.BINARY, CONTENT_TYPE),
    )
    def get(self, request: Request) -> HttpResponseBase:
        return attachment(workbook_bytes(self.hits()), CONTENT_TYPE, "xlsx")


def attachment(content: bytes, content_type: str, ending: str) -> HttpResponse:
    """A file to keep, always under the same name."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="listings.{ending}"'
    return answer
