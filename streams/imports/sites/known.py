"""What is in the register already when a file is loaded, and the lists that writing needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from companies.models import Company, County, Industry, Site
from companies.queries import companies_in_use, companies_without_number
from streams.imports.sites import hotmaps
from streams.imports.sites.listings import MATERIALS
from streams.imports.sites.names import folded
from streams.imports.sites.plants import Plant
from streams.reference.models import MaterialClass

CompanyKey = tuple[str, str]


def reference_of(plant: Plant) -> str:
    """The site's reference: the database's own id, by which the plant is known again."""
    return f"{hotmaps.KEY}:{plant.site_id}"


def company_key(country: str, name: str) -> CompanyKey:
    return country, folded(name)


@dataclass(frozen=True, slots=True)
class Known:
    """Sites by reference, companies by country and name, lists by code."""

    sites: dict[str, Site]
    companies: dict[CompanyKey, Company]
    in_use: frozenset[int]
    """Ids of companies that somebody acts for."""
    registered: frozenset[CompanyKey]
    """Companies with a number that the file never led to: not taken for its companies."""
    materials: Mapping[str, MaterialClass]
    industries: Mapping[str, Industry]
    counties: Mapping[str, County]

    @classmethod
    def read(cls) -> "Known":
        """Seven queries. A company that got its number since is found by its sites.

        Of two sites with one reference, that of a company which nobody acts for is ours.
        """
        in_use = frozenset(companies_in_use().values_list("pk", flat=True))
        sites = Site.objects.filter(own_reference__startswith=f"{hotmaps.KEY}:")
        found = sorted(
            sites.select_related("company").order_by("pk"),
            key=lambda site: site.company_id not in in_use,
        )
        owners = [*(site.company for site in found), *companies_without_number()]
        companies = {company_key(one.country, one.name): one for one in owners}
        others = Company.objects.exclude(organisation_number="").exclude(
            pk__in=[company.pk for company in owners]
        )
        return cls(
            sites={site.own_reference: site for site in found},
            companies=companies,
            in_use=in_use,
            registered=frozenset(
                company_key(*one) for one in others.values_list("country", "name")
            ),
            materials=MaterialClass.objects.in_bulk(list(MATERIALS.values())),
            industries=Industry.objects.in_bulk(sorted(set(hotmaps.DIVISIONS.values()))),
            counties=County.objects.in_bulk(),
        )

    def has_lists(self) -> bool:
        """Whether load_reference has been run."""
        return (
            bool(self.counties)
            and self.materials.keys() >= set(MATERIALS.values())
            and self.industries.keys() >= set(hotmaps.DIVISIONS.values())
        )
