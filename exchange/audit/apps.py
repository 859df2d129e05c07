"""Django's registration of this package."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit log of writes."""

    name = "exchange.audit"
    label = "audit"
