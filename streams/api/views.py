"""The catalogue for programs: the same search, entitlement and facts as the pages."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import viewer_for
from accounts.viewers import Viewer
from streams.api.exports import LIMIT, csv_lines
from streams.api.schema import NOT_FOUND, Problems, Result, Results, search_parameters
from streams.catalogue.criteria import Criteria, criteria_from
from streams.catalogue.points import feature_collection
from streams.catalogue.search import Hit, everything, opened, search


def result(hit: Hit) -> dict[str, Any]:
    """One listing as programs get it."""
    return {
        "id": hit.id,
        "kind": hit.kind,
        "title": hit.title,
        "tier": hit.tier.name.lower(),
        "updated_at": hit.updated_at.isoformat(),
        "certain": hit.certain,
        "facts": hit.facts,
    }


class CatalogueView(APIView):
    """Common to all reads: who looks, and answers that nobody else's cache may keep."""

    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        answer["Cache-Control"] = "private, no-cache"
        answer["Vary"] = "Accept-Language, Cookie, Authorization"
        return answer


class CatalogueList(CatalogueView):
    """Search; an unknown or malformed parameter is a 400 that names it."""

    @extend_schema(
        operation_id="search",
        parameters=search_parameters(),
        responses={200: Results, 400: Problems},
    )
    def get(self, request: Request) -> Response:
        try:
            criteria = criteria_from(request.query_params)
        except ValidationError as error:
            return Response({"errors": error.message_dict}, status=400)
        page = search(self.viewer(), criteria)
        return Response(
            {
                "count": page.total,
                "page": criteria.page,
                "page_size": criteria.page_size,
                "next": self.page_address(criteria, 1, page.total),
                "previous": self.page_address(criteria, -1, page.total),
                "results": [result(hit) for hit in page.hits],
            }
        )

    def page_address(self, criteria: Criteria, step: int, total: int) -> str | None:
        number = criteria.page + step
        if number < 1 or (step > 0 and criteria.page * criteria.page_size >= total):
            return None
        params = self.request.query_params.copy()
        params["page"] = str(number)
        return f"{self.request.path}?{params.urlencode()}"


class CatalogueDetail(CatalogueView):
    """One listing; one that may not be known of is like one that never was."""

    @extend_schema(operation_id="listing", responses={200: Result, 404: NOT_FOUND})
    def get(self, request: Request, entry_id: str) -> Response:
        hit = opened(self.viewer(), entry_id)
        if hit is None:
            raise Http404
        etag = f'"{hit.etag}-{int(hit.tier)}"'
        if request.headers.get("If-None-Match") == etag:
            return Response(status=304, headers={"ETag": etag})
        return Response(result(hit), headers={"ETag": etag})


class CatalogueExport(CatalogueView):
    """The whole of a search, not a page of it; never more than LIMIT listings."""

    def get(self, request: Request) -> HttpResponseBase:
        try:
            criteria = criteria_from(request.query_params)
        except ValidationError as error:
            return Response({"errors": error.message_dict}, status=400)
        return self.written(list(everything(self.viewer(), criteria, LIMIT)))

    def written(self, hits: list[Hit]) -> HttpResponseBase:
        raise NotImplementedError


class CatalogueGeojson(CatalogueExport):
    """For maps: a point where the place shows exactly, the county's number elsewhere."""

    @extend_schema(
        operation_id="search_geojson",
        parameters=search_parameters(),
        responses={200: OpenApiTypes.OBJECT, 400: Problems},
    )
    def get(self, request: Request) -> HttpResponseBase:
        return super().get(request)

    def written(self, hits: list[Hit]) -> HttpResponseBase:
        return Response(feature_collection(hits), content_type="application/geo+json")


class CatalogueCsv(CatalogueExport):
    """For spreadsheets: one listing a row; nothing in it runs as a formula."""

    @extend_schema(
        operation_id="search_csv",
        parameters=search_parameters(),
        responses={(200, "text/csv"): OpenApiTypes.STR, 400: Problems},
    )
    def get(self, request: Request) -> HttpResponseBase:
        return super().get(request)

    def written(self, hits: list[Hit]) -> HttpResponseBase:
        answer = HttpResponse(b"".join(csv_lines(hits)), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="listings.csv"'
        return answer
