"""Documents of listings, opened for those whose entry names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any

from accounts.viewers import Viewer
from streams.catalogue.search import opened
from streams.register.models import Document


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A file to send: its content as a stream, and what the entry says of it."""

    title: str
    content_type: str
    size: int
    content: IO[bytes]


def opened_document(viewer: Viewer, entry_id: str, document_id: str) -> OpenedDocument | None:
    """One document, or None alike for what is hidden, what never was, and a file that is gone.

    Whether it may be seen is decided by the entry's own facts; the register is only asked where
    the file lies.
    """
    hit = opened(viewer, entry_id)
    shown = named(hit.facts.get("documents", []), document_id) if hit else None
    if shown is None:
        return None
    row = Document.objects.filter(pk=document_id, record_id=entry_id).first()
    try:
        content = row.file.open("rb") if row else None
    except FileNotFoundError:
        return None
    if content is None:
        return None
    return OpenedDocument(shown["title"], shown["content_type"], shown["size"], content)


def named(documents: Iterable[Mapping[str, Any]], document_id: str) -> Mapping[str, Any] | None:
    return next((row for row in documents if row["id"] == document_id), None)
