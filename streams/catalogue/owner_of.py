"""Whose a listing is, for those who carry a message to its owner and show nothing of it."""

from companies.models import Company
from streams.catalogue.models import OwnerEntry


def owner_of(entry_id: str) -> Company | None:
    """None for what never was. Callers make sure that the asker may know of the listing at all,
    and that nothing he gets back depends on whose it is."""
    found = OwnerEntry._default_manager.filter(pk=entry_id).values_list("company_id", flat=True)
    return Company.objects.filter(pk=found.first() or 0).first()
