"""Django's registration of this package."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Outbox."""

    name = "exchange.notices"
    label = "notices"
