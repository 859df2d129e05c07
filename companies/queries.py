"""Reads about companies and reference lists, for forms and imports.

None of this is for showing to strangers: who owns what is theirs to read in the catalogue only.
"""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q, QuerySet

from accounts.viewers import Viewer
from companies.models import Company, County, IndustrialPark, Industry, Municipality, Site
from companies.organisation_numbers import checked_number


def company_by_number(country: str, number: str) -> Company | None:
    """The company with this number, however it is written; None for unknown and for wrong."""
    try:
        tidy = checked_number(number, country)
    except ValidationError:
        return None
    return Company.objects.filter(country=country.strip().upper(), organisation_number=tidy).first()


def companies_without_number() -> QuerySet[Company]:
    """Those that are known from public sources only: their name is all that tells them apart."""
    return Company.objects.filter(organisation_number="")


def companies_in_use() -> QuerySet[Company]:
    """Those that somebody acts for: what is theirs, nobody else brings up to date."""
    return Company.objects.filter(
        Q(memberships__is_active=True) | Q(cluster_may_act=True)
    ).distinct()


def companies_to_act_for(viewer: Viewer) -> QuerySet[Company]:
    """One's own companies; for staff those, too, that let the cluster act for them."""
    own = Company.objects.filter(pk__in=viewer.company_ids)
    if viewer.is_staff:
        return own | Company.objects.filter(cluster_may_act=True)
    return own


def sites_to_act_for(viewer: Viewer) -> QuerySet[Site]:
    """The sites of those companies, with what forms and lists show of them."""
    sites = Site.objects.filter(company__in=companies_to_act_for(viewer))
    return sites.select_related("company", "municipality", "county", "park")


def site_by_public_id(viewer: Viewer, public_id: str) -> Site | None:
    """A site to edit; None alike for one that does not exist and one that is not the viewer's."""
    return sites_to_act_for(viewer).filter(public_id=public_id).first()


def counties() -> QuerySet[County]:
    return County.objects.order_by("name")


def counties_with_municipalities() -> QuerySet[County]:
    """For choosing a municipality under its county, since some names occur in two counties."""
    ordered = Municipality.objects.order_by("name")
    return counties().prefetch_related(Prefetch("municipalities", ordered))


def industries() -> QuerySet[Industry]:
    """Divisions, each followed by its classes."""
    return Industry.objects.order_by("code")


def divisions() -> QuerySet[Industry]:
    """The 88 divisions: the coarse form of a company."""
    return Industry.objects.exclude(code__contains=".").order_by("code")


def parks() -> QuerySet[IndustrialPark]:
    return IndustrialPark.objects.select_related("municipality").order_by("name")
