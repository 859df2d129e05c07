"""Headers every answer carries, and what every template may know about this installation."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Adds the permissions policy, and keeps answers out of caches that several people share."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Context: whether the strip that says "demonstration" is shown."""
    return {"demo": settings.DEMO}
