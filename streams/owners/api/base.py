"""What owners' addresses share: who gets in, what must be sent, and the tag of a record."""

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.http import Http404
from django.http.request import RawPostDataException
from django.utils.http import parse_etags
from django.utils.translation import gettext
from rest_framework.exceptions import APIException, ParseError, PermissionDenied
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.services import NotAllowedError
from companies.models import Company
from companies.rights import may_act_for
from streams.api.authentication import WithinScope
from streams.api.base import StrictView
from streams.owners.access import note_seen
from streams.owners.api.body import BODY, json_body
from streams.register.models import Record
from streams.register.plain import Plain, plain_record
from streams.register.services import ChangedMeanwhileError

IF_MATCH = "If-Match"
WHOLE = Record.objects.select_related(
    "site__company__industry", "material", "waste_code"
).prefetch_related("quantities", "years", "analyses__constituents", "documents")  # fmt: skip
"""Records with everything that their plain form needs."""


class ChangedError(APIException):
    """The ETag that was sent is not that of what is there now."""

    status_code = 412


class TagMissingError(APIException):
    """A change without saying what it is a change of."""

    status_code = 428


class OwnView(StrictView):
    """Only with a login; what is not one's own is like what never was."""

    permission_classes = [IsAuthenticated, WithinScope]
    cache_control = "private, no-store"

    @property
    def person(self) -> User:
        """Whoever is logged in; IsAuthenticated stands before."""
        user = self.request.user
        assert isinstance(user, User)
        return user

    def company(self, public_id: str) -> Company:
        found = Company.objects.filter(public_id=public_id).first()
        if found is None or not may_act_for(self.person, found):
            raise Http404
        return found

    def record(self, record_id: str, *, locked: bool = False) -> Record:
        """With `locked` inside a transaction, nobody else changes it until that ends."""
        if locked:
            Record.objects.select_for_update(no_key=True).filter(pk=record_id).first()
        found = WHOLE.filter(pk=record_id).first()
        if found is None or not may_act_for(self.person, found.site.company):
            raise Http404
        return found

    def body(self) -> Mapping[str, Any]:
        """The object that was sent. Raises an APIException naming what is wrong."""
        sent = json_body(self.request)
        if not isinstance(sent, Mapping):
            raise ParseError({BODY: [gettext("This must be an object.")]})
        return sent

    def note_seen(self, records: list[Record]) -> None:
        """Staff who act for a company leave a line in its log as for every other sight."""
        note_seen(self.person, records)

    def answered(self, record: Record, *, status: int = 200, **headers: str) -> Response:
        """The whole record with its ETag, after a change."""
        self.note_seen([record])
        data = plain_record(record)
        return Response(data, status=status, headers={"ETag": etag_of(data), **headers})

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(foreseen(exc))


def foreseen(error: Exception) -> Exception:
    """What services and the framework raise, as the problem that it is to a program."""
    if isinstance(error, NotAllowedError):
        return Http404()
    if isinstance(error, ChangedMeanwhileError):
        return ChangedError()
    if isinstance(error, RawPostDataException):
        return ParseError({BODY: [gettext("The body cannot be read.")]})
    if isinstance(error, PermissionDenied) and not isinstance(error.detail, dict):
        # Nothing else is refused without a key than a browser's request without its token.
        text = gettext("A browser that is logged in sends its token against forgery along.")
        return PermissionDenied({"X-CSRFToken": [text]})
    return error


def etag_of(data: Plain) -> str:
    """Of everything that the owner sees of a record, so that every change moves it."""
    content = json.dumps(data, sort_keys=True).encode()
    return f'"{blake2b(content, digest_size=16).hexdigest()}"'


def check_tag(request: Request, record: Record) -> None:
    """Whether the record is still the one that the caller has read.

    Raises TagMissingError (428), ParseError (400) and ChangedError (412). Proxies that pack an
    answer mark its ETag as weak; ours is of the content, so that it says as much.
    """
    given = request.headers.get(IF_MATCH, "").strip()
    if not given:
        raise TagMissingError({IF_MATCH: [gettext("This header is missing.")]})
    known = [tag.removeprefix("W/") for tag in parse_etags(given)]
    if not known:
        text = gettext("Write the ETag as it came, with its quotation marks.")
        raise ParseError({IF_MATCH: [text]})
    if "*" not in known and etag_of(plain_record(record)) not in known:
        raise ChangedError()
