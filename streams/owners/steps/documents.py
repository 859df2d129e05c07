"""The page about documents: they are kept or removed at once, each with its own audience."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from streams.owners.steps.base import Step
from streams.register.drafts import RecordDraft
from streams.register.models import Document, Record
from streams.web.downloads import file_kind
from streams.web.numbers import size_text

ICONS = {Tier.PUBLIC: "eye", Tier.NDA: "key", Tier.OWNER: "lock"}


class AboutDocument(forms.Form):
    """What is said about a file, and who sees it."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("Such as “Leaching test 2024”.")
    )
    audience = forms.TypedChoiceField(
        label=_("Who sees this?"), choices=Tier.choices, coerce=int, initial=Tier.NDA
    )

    @property
    def audience_chosen(self) -> int | None:
        text = str(self["audience"].value())
        return int(text) if text.isdecimal() else None


class NewDocument(AboutDocument):
    """A file to keep."""

    field_order = ("upload", "title", "audience")
    upload = forms.FileField(
        label=_("File"),
        help_text=_(
            "PDF, PNG, JPEG, Excel or Word, at most 20 MB. Names of authors, places and other "
            "hidden details are removed, but not what the document itself says."
        ),
    )


class DocumentsStep(Step):
    slug = "dokumenter"
    title = _("Documents")
    lead = _("Analysis reports, data sheets, pictures. Whom you choose can open them.")
    template: ClassVar[str] = ""
    template_above: ClassVar[str] = "owners/documents.html"
    is_kept: ClassVar[bool] = False
    upload: NewDocument | None = None

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        return {}

    def draft(self) -> RecordDraft:
        return RecordDraft()

    def listed(self) -> Iterator[dict[str, Any]]:
        for row in self.record.documents.order_by("title", "pk"):
            yield {"id": row.pk, "title": row.title, **said_of(row)}

    @property
    def new(self) -> NewDocument:
        return self.upload or NewDocument(prefix="new")


def said_of(row: Document) -> dict[str, Any]:
    tier = Tier(row.audience)
    note = f"{file_kind(row.content_type)} {size_text(row.size)}".strip()
    return {"note": note, "audience": tier.label, "icon": ICONS[tier]}
