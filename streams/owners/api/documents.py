"""Files about a listing: added, fetched and removed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.tiers import Tier
from streams.cleaning import MAX_BYTES
from streams.owners.api import shapes
from streams.owners.api.base import OwnView
from streams.owners.api.body import TYPE, WrongTypeError, check_length
from streams.owners.api.parameters import DOCUMENT, LISTING
from streams.owners.api.views import TAG
from streams.register.documents import add_document, remove_document
from streams.register.models import Document
from streams.register.plain import plain_document
from streams.register.plain_parts import AUDIENCES
from streams.register.plain_values import text_from
from streams.register.services import written_through

AROUND_THE_FILE = 1_000_000
"""Bytes that a form may have beside its file."""
FORM = "multipart/form-data"


class OwnDocuments(OwnView):
    """A new file."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="add_own_document",
        summary=_("A new file of a listing"),
        description=_("Sent as a form. It is kept without its metadata and its name."),
        tags=[TAG],
        parameters=[LISTING],
        request={FORM: shapes.Upload},
        responses=shapes.own_answers(shapes.DocumentShape, status=201, writes=True),
    )
    def post(self, request: Request, listing_id: str) -> Response:
        record = self.record(listing_id)
        if not str(request.content_type or "").lower().startswith(f"{FORM};"):
            raise WrongTypeError({TYPE: [gettext("Send multipart/form-data.")]})
        check_length(request, MAX_BYTES + AROUND_THE_FILE)
        said = read_form(request)
        try:
            with written_through("api"):
                made = add_document(actor=self.person, record=record, **said)
        except ValidationError as error:
            raise by_name(error) from error
        return Response(plain_document(made), status=201)


def by_name(error: ValidationError) -> ValidationError:
    """What is wrong with the file itself comes without a name."""
    return error if hasattr(error, "error_dict") else ValidationError({"file": error.messages})


def read_form(request: Request) -> dict[str, Any]:
    """Title, audience and file. Raises ValidationError by the name of the field."""
    problems: dict[str, list[str]] = {
        name: [gettext("There is no such field.")]
        for name in {*request.POST, *request.FILES} - {"title", "audience", "file"}
    }
    title, upload = title_of(request, problems), request.FILES.get("file")
    word = request.POST.get("audience", "nda")
    if word not in AUDIENCES:
        problems["audience"] = [gettext("An audience is one of: %s.") % ", ".join(AUDIENCES)]
    if upload is None:
        problems["file"] = [gettext("This field is required.")]
    if problems:
        raise ValidationError(problems)
    return {"title": title, "audience": Tier(AUDIENCES[word]), "upload": upload}


def title_of(request: Request, problems: dict[str, list[str]]) -> str:
    try:
        title = text_from(request.POST.get("title", ""), several_lines=False)
        Document._meta.get_field("title").clean(title, None)
    except ValidationError as error:
        problems["title"] = error.messages
        return ""
    return title


class OwnDocument(OwnView):
    """One file."""

    def document(self, listing_id: str, document_id: str) -> Document:
        record = self.record(listing_id)
        found = record.documents.filter(pk=document_id).first()
        if found is None:
            raise Http404
        return found

    @extend_schema(
        operation_id="own_document",
        summary=_("One file of a listing"),
        description=_("The file as it is kept."),
        tags=[TAG],
        parameters=[LISTING, DOCUMENT],
        responses=shapes.own_answers(OpenApiTypes.BINARY, content_type="application/octet-stream"),
    )
    def get(self, request: Request, listing_id: str, document_id: str) -> HttpResponseBase:
        found = self.document(listing_id, document_id)
        self.note_seen([found.record])
        answer = FileResponse(
            found.file.open(),
            as_attachment=True,
            filename=found.pk,
            content_type=found.content_type,
        )
        answer["X-Content-Type-Options"] = "nosniff"
        return answer

    @extend_schema(
        operation_id="remove_own_document",
        summary=_("A file taken away"),
        description=_("It is gone at once, for everybody."),
        tags=[TAG],
        parameters=[LISTING, DOCUMENT],
        responses=shapes.own_answers(None, status=204, writes=True),
    )
    def delete(self, request: Request, listing_id: str, document_id: str) -> Response:
        with written_through("api"):
            remove_document(actor=self.person, document=self.document(listing_id, document_id))
        return Response(status=204)
