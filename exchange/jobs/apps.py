"""Django's registration of this package."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that takes longer than a page."""

    name = "exchange.jobs"
    label = "jobs"
