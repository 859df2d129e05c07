"""Forms arrive in UTF-8, as browsers send ours; anything else is refused before it is read."""

import codecs
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from exchange.errors import bad_request

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class FormsInUtf8Middleware:
    """Django refuses another charset each time a form is read, also while it writes the refusal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.content_type in FORMS and (charset := request.encoding):
            request.encoding = "utf-8"
            if not is_utf8(charset):
                return bad_request(request, ValueError("charset"))
        return self.get_response(request)


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return False
