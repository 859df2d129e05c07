"""Login by token: `Authorization: Bearer mb_...`."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.queries import token_for

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """Opens with an unrevoked token; one that was revoked is like one that never was."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        token = token_for(words[1].decode("latin-1")) if len(words) == 2 else None
        if token is None:
            raise AuthenticationFailed(_("This key opens nothing."))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class WithinScope(BasePermission):
    """A token that may only read may do nothing else."""

    @property
    def message(self) -> dict[str, list[str]]:
        """By the header at fault, as every error says what is."""
        text = _("This key has the scope “read”. Changing something takes one with “write”.")
        return {"Authorization": [text]}

    def has_permission(self, request: Request, view: "APIView") -> bool:
        token = request.auth
        if request.method in SAFE_METHODS or not isinstance(token, ApiToken):
            return True
        return token.scope == ApiToken.Scope.WRITE
