"""What every address of the interface has in common: methods, parameters, caching."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.http import parse_etags
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.queries import viewer_for
from accounts.viewers import Viewer
from streams.catalogue.criteria import unknown_parameters


class StrictView(APIView):
    """Refuses methods and parameters that it does not know, naming them."""

    cache_control: ClassVar[str] = "private, no-cache"
    vary: ClassVar[str] = "Accept-Language, Cookie, Authorization"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """The method comes first: what an address does not do, it does for nobody."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(str(request.method))
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            self.read_parameters(request.query_params)

    def read_parameters(self, params: QueryDict) -> None:
        """Raises ValidationError naming what is wrong; a view without parameters takes none."""
        if unknown := unknown_parameters(params, ()):
            raise ValidationError(unknown)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """The header Allow, and nothing else."""
        return Response(status=204)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        good = answer.status_code < 400
        answer["Cache-Control"] = self.cache_control if good else StrictView.cache_control
        answer["Vary"] = self.vary
        return answer

    def viewer(self) -> Viewer:
        return viewer_for(self.request.user)

    def with_etag(self, etag: str, data: Any) -> Response:
        """The data, or 304 where the caller has it already. `etag` comes with its quotes."""
        given = parse_etags(self.request.headers.get("If-None-Match", ""))
        known = {one.removeprefix("W/") for one in given}
        headers = {"ETag": etag}
        if known & {etag, "*"}:
            return Response(status=304, headers=headers)
        return Response(data, headers=headers)
