"""Sends a document of a listing as a file to keep, under a name that nobody can abuse."""

import re
import unicodedata
from collections.abc import Mapping

from django.http import FileResponse, Http404, HttpRequest

from accounts.queries import viewer_for
from streams.catalogue.files import OpenedDocument, opened_document
from streams.web.reading import only_read

FILE_KINDS: Mapping[str, tuple[str, str]] = {
    "application/pdf": ("PDF", ".pdf"),
    "image/png": ("PNG", ".png"),
    "image/jpeg": ("JPEG", ".jpg"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("Excel", ".xlsx"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("Word", ".docx"),
}
LONGEST_NAME = 80


@only_read
def document(request: HttpRequest, entry_id: str, document_id: str) -> FileResponse:
    """The file as an attachment; 404 alike for hidden, never existing and gone."""
    found = opened_document(viewer_for(request.user), entry_id, document_id)
    if found is None:
        raise Http404
    response = FileResponse(
        found.content,
        as_attachment=True,
        filename=safe_name(found),
        content_type=found.content_type if found.content_type in FILE_KINDS else OCTETS,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


OCTETS = "application/octet-stream"


def file_kind(content_type: str) -> str:
    """What people call such a file; "" for what we do not know."""
    return FILE_KINDS.get(content_type, ("", ""))[0]


def safe_name(found: OpenedDocument) -> str:
    return safe_title(found.title, found.content_type)


def safe_title(title: str, content_type: str) -> str:
    """The title without anything that a file system or a header could mistake."""
    words = re.sub(r"[^\w .()+-]", " ", unicodedata.normalize("NFKC", title))
    name = re.sub(r"\s+", " ", words).strip(" .")[:LONGEST_NAME].strip(" .")
    return (name or "document") + FILE_KINDS.get(content_type, ("", ""))[1]
