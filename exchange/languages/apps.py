"""Registers the commands collect_messages and check_translations."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "exchange.languages"
