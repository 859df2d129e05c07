"""Follows the register: whatever is saved there is published in the same transaction.

And the lists of reference, whose names it keeps in memory.
"""

from collections.abc import Iterable, Mapping

from companies import signals as companies_signals
from streams.catalogue.names import forget_names
from streams.catalogue.publish import publish
from streams.reference import signals as reference_signals
from streams.register import signals as register_signals
from streams.register.models import Record


def connect() -> None:
    """Called once when Django starts."""
    register_signals.records_changed.connect(follow_records, dispatch_uid="catalogue.records")
    companies_signals.company_changed.connect(follow_company, dispatch_uid="catalogue.company")
    companies_signals.site_changed.connect(follow_site, dispatch_uid="catalogue.site")
    reference_signals.lists_loaded.connect(follow_lists, dispatch_uid="catalogue.lists")


def follow_records(
    record_ids: Iterable[str], lines: Mapping[str, int] | None = None, **_: object
) -> None:
    publish(record_ids, lines=lines)


def follow_company(company_id: int, **_: object) -> None:
    publish(Record.objects.filter(site__company_id=company_id).values_list("pk", flat=True))


def follow_site(site_id: int, **_: object) -> None:
    publish(Record.objects.filter(site_id=site_id).values_list("pk", flat=True))


def follow_lists(**_: object) -> None:
    forget_names()
