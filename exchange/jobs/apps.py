"""Django's registration of this package."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work."""

    name = "exchange.jobs"
    label = "jobs"
