"""Adds and removes documents of a listing."""

from typing import BinaryIO

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.models import User
from accounts.tiers import Tier
from companies.public_ids import new_public_id
from streams.cleaning import cleaned
from streams.register.models import Document, Record
from streams.register.services import note, one_save, require_may_write


@transaction.atomic
def add_document(
    *, actor: User | None, record: Record, title: str, upload: BinaryIO, audience: Tier
) -> Document:
    """Keep a cleaned copy under a random name; the name it came with is forgotten.

    Raises ValidationError when too large, of no accepted kind, or broken.
    """
    require_may_write(actor, record.site.company)
    content, content_type = cleaned(upload)
    document = Document(
        record=record, title=title, audience=audience, content_type=content_type, size=len(content)
    )
    document.file.save(new_public_id(), ContentFile(content), save=False)
    document.full_clean(exclude=["id", "file"])
    with one_save() as save:
        document.save()
    note(actor, "document.add", record.pk, save)
    return document


@transaction.atomic
def change_document(
    *, actor: User | None, document: Document, title: str, audience: Tier
) -> Document:
    """Another title or audience. Raises ValidationError for an empty or too long title."""
    require_may_write(actor, document.record.site.company)
    document.title, document.audience = title, audience
    document.full_clean(exclude=["id", "file"])
    with one_save() as save:
        document.save(update_fields=["title", "audience"])
    note(actor, "document.change", document.record_id, save, audience=int(audience))
    return document


@transaction.atomic
def remove_document(*, actor: User | None, document: Document) -> None:
    """Take a document away; the file goes once the transaction holds."""
    record, storage, name = document.record, document.file.storage, document.file.name
    require_may_write(actor, record.site.company)
    with one_save() as save:
        document.delete()
    note(actor, "document.remove", record.pk, save)
    transaction.on_commit(lambda: storage.delete(str(name)))
