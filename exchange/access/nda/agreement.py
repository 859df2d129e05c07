"""The agreement as a tagged PDF (PDF/UA-1), made by typst; the same content, the same bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

HERE = Path(__file__).parent
SOURCE = HERE / "agreement.typ"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the paragraphs under it."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What one agreement says. `facts` are (label, text), `listings` (title, id)."""

    language: str
    title: str
    reference: str
    facts: Sequence[tuple[str, str]]
    listings: Sequence[tuple[str, str]]
    sections: Sequence[Section]
    signatures: Sequence[str] = ()


def default_text(language: str) -> str:
    """The first version of the agreement's text in one of the three languages."""
    return (HERE / "texts" / f"{language}.txt").read_text(encoding="utf-8")


def parsed(text: str) -> tuple[str, list[Section]]:
    """The title, which is the first line, and what stands under each "# heading"."""
    title, _newline, rest = text.strip().partition("\n")
    sections = []
    for part in rest.split("\n# ")[1:]:
        heading, _newline, body = part.partition("\n")
        lines = [line.strip() for line in body.splitlines() if line.strip()]
        sections.append(Section(heading.strip(), lines))
    return title.strip(), sections


def agreement_pdf(agreement: Agreement) -> bytes:
    with override(agreement.language):
        words = {
            "page": _("page"),
            "about": _("Parties, purpose and period"),
            "listings": _("Listings"),
            "signed": _("Signed"),
            "signature": _("Signature"),
            "sign_here": _("Place, date, name and signature for the recipient"),
        }
    data = {
        "language": agreement.language,
        "title": agreement.title,
        "reference": agreement.reference,
        "facts": list(agreement.facts),
        "listings": list(agreement.listings),
        "sections": [
            {"heading": one.heading, "paragraphs": list(one.paragraphs)}
            for one in agreement.sections
        ],
        "signatures": list(agreement.signatures),
        "words": words,
    }
    made = typst.compile(
        str(SOURCE),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    return bytes(made)


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()
