"""Answers to what no view foresaw: a page for people, a problem for programs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views import defaults

from streams.api.problems import problem_answer

FOR_PROGRAMS = "/api/"
Handler = Callable[..., HttpResponseBase]


def handler(status: int, page: Handler) -> Handler:
    """The page of that status, unless a program asked."""

    def answered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        if request.path.startswith(FOR_PROGRAMS):
            return problem_answer(status)
        return page(request, *args, **more)

    return answered


bad_request = handler(400, defaults.bad_request)
permission_denied = handler(403, defaults.permission_denied)
page_not_found = handler(404, defaults.page_not_found)
server_error = handler(500, defaults.server_error)
