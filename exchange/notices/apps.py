"""Django's registration of this package."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices, and letters that wait to be sent."""

    name = "exchange.notices"
    label = "notices"
