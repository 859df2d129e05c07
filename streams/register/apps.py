"""Django's registration of this package."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """What owners know."""

    name = "streams.register"
    label = "register"
