"""How often one may ask, by settings.REST_FRAMEWORK; never by what is asked about.

Kept in the shared cache, where nobody's address stands in clear.
"""

from typing import TYPE_CHECKING

from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class AnonymousRate(AnonRateThrottle):
    """For those who have not logged in, by a keyed digest of their network address."""

    def get_ident(self, request: Request) -> str:
        return salted_hmac("throttle", str(super().get_ident(request))).hexdigest()


class PersonRate(UserRateThrottle):
    """For those who have, by the number of the user: all keys and sessions of a person are one."""

    def get_cache_key(self, request: Request, view: "APIView") -> str | None:
        return super().get_cache_key(request, view) if request.user.is_authenticated else None
