"""Whose a listing is, for those who carry a message to its owner and show nothing of it."""

from companies.models import Company
from streams.catalogue.models import NdaEntry, OwnerEntry


def owner_of(entry_id: str) -> Company | None:
    """None for what never was. Callers make sure that the asker may know of the listing at all,
    and that nothing he gets back depends on whose it is."""
    found = OwnerEntry._default_manager.filter(pk=entry_id).values_list("company_id", flat=True)
    return Company.objects.filter(pk=found.first() or 0).first()


def under_nda(company: Company) -> list[tuple[str, str]]:
    """(id, title) of every listing of a company that can be seen under NDA, by title."""
    own = OwnerEntry._default_manager.filter(company_id=company.pk).values("pk")
    return list(
        NdaEntry._default_manager.filter(pk__in=own)
        .order_by("title", "pk")
        .values_list("pk", "title")
    )
