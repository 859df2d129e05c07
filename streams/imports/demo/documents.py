"""Papers that come with some listings of the demonstration: one for each audience."""

import io
from collections.abc import Iterator
from datetime import datetime

from openpyxl import Workbook

from accounts.tiers import Tier
from streams.catalogue.models import RecordGrant
from streams.register.documents import add_document
from streams.register.models import Record

MADE_UP = "Laget for demonstrasjonen; sier ingenting om noe som finnes."
NEVER = datetime(2026, 1, 1)
TITLES = {
    Tier.PUBLIC: "Mottakskrav (demonstrasjon)",
    Tier.NDA: "Analyse (demonstrasjon)",
    Tier.OWNER: "Notat fra driften (demonstrasjon)",
}


def load_documents() -> int:
    """Papers for listings that are open under NDA and have none. Returns how many were new."""
    granted = RecordGrant.objects.values("content_object_id")
    records = Record.objects.filter(pk__in=granted, documents=None).order_by("own_reference")
    for record in records:
        for audience, title in TITLES.items():
            content = io.BytesIO(sheet(record, audience, title))
            add_document(actor=None, record=record, title=title, upload=content, audience=audience)
    return len(TITLES) * len(records)


def sheet(record: Record, audience: Tier, title: str) -> bytes:
    """A workbook that tells no more than its audience may see."""
    book = Workbook()
    page = book.worksheets[0]
    page.append([title])
    page.append([MADE_UP])
    for row in analysis(record) if audience is not Tier.PUBLIC else ():
        page.append(row)
    book.properties.created = book.properties.modified = NEVER
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def analysis(record: Record) -> Iterator[list[str | float]]:
    for one in record.analyses.all()[:1]:
        yield ["Stoff", "Fra", "Til", "Enhet"]
        for row in one.constituents.order_by("pk"):
            yield [row.substance, row.low, row.high, row.unit]
