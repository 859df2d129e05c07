"""Django's registration of this package."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """Companies, sites and the geography they lie in."""

    name = "companies"
    label = "companies"
