"""Whether what everyone sees could tell whose it is, though the name is hidden."""

from dataclasses import dataclass

from streams.catalogue.models import PublicEntry
from streams.catalogue.search import Hit

FEW = 3
"""Below this many companies that fit, we warn: our own rule, as usual for small counts."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How many companies are openly known to fit the industry and county that everyone sees."""

    industry: str
    county: str
    companies: int

    @property
    def is_few(self) -> bool:
        return self.companies < FEW


def companies_that_fit(public: Hit | None) -> Fit | None:
    """None when the name shows anyway, or neither industry nor county does.

    Counts only companies that everyone can see by name, and the owner himself: others' hidden
    listings must not show here either, so that the number can be too small but never too large.
    """
    if public is None or public.facts.get("owner", {}).get("precision") == "exact":
        return None
    industry = public.facts.get("owner", {}).get("division") or ""
    county = public.facts.get("place", {}).get("county") or ""
    if not (industry and county):
        return None
    others = PublicEntry.objects.filter(industry=industry, county=county, company_id__isnull=False)
    return Fit(industry, county, others.values("company_id").distinct().count() + 1)
