"""Every error of the interface, in one shape: RFC 9457 with the parameters at fault."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

CONTENT_TYPE = "application/problem+json"
WHOLE = "request"
"""Stands for the parameter where an error is of no single one."""
Errors = Mapping[str, Any]
DETAILS: Mapping[int, str | Promise] = {
    400: _("Something in the request is wrong; errors says which parameter or field, and why."),
    401: _("Log in, or send a key that opens something."),
    403: _("This key may not do that."),
    404: _("There is no such thing, or it is not for you."),
    405: _("This address does not take that method."),
    412: _("It has changed since you read it. Read it again and send its new ETag."),
    413: _("That is too much for one request; errors says how much it may be."),
    415: _("The body has a form that this address does not take."),
    428: _("Send the ETag of what you read, in the header If-Match."),
    429: _("That was too often. Wait as many seconds as Retry-After says."),
    500: _("Something went wrong on our side. It has been noted."),
}


def problem(status: int, errors: Errors | None = None) -> dict[str, Any]:
    """{"status", "title", "detail", "errors"}; errors by parameter, where any is at fault."""
    title = HTTPStatus(status).phrase
    return {
        "status": status,
        "title": title,
        "detail": str(DETAILS.get(status, title)),
        "errors": errors or {},
    }


def problem_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """What the framework answers to an error, in our shape; None for what nobody foresaw."""
    if isinstance(error, ValidationError):
        named = error.message_dict if hasattr(error, "error_dict") else {WHOLE: error.messages}
        error = exceptions.ValidationError(named)
    answer = exception_handler(error, context)
    if answer is None:
        return None
    detail = getattr(error, "detail", None)
    answer.data = problem(answer.status_code, detail if isinstance(detail, dict) else None)
    answer.content_type = CONTENT_TYPE
    return answer


def problem_answer(status: int) -> JsonResponse:
    """The same for errors that come before or after the framework."""
    return JsonResponse(problem(status), status=status, content_type=CONTENT_TYPE)
