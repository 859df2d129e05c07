"""Django's registration of this package."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Users and membership."""

    name = "accounts"
    label = "accounts"
