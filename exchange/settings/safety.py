"""Refuses to start with settings that would be unsafe in production; called by settings."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe(
    *, secret_key: str, debug: bool, hosts: Sequence[str], staff_need_mfa: bool, relaxed: bool
) -> None:
    """Raise ImproperlyConfigured, naming the variable, unless the exchange runs as demo or test."""
    if relaxed:
        return
    if len(secret_key) < 50:
        raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters.")
    if debug:
        raise ImproperlyConfigured("DEBUG must be off outside demonstration and tests.")
    if not hosts or "*" in hosts:
        raise ImproperlyConfigured("Set ALLOWED_HOSTS to the host names; '*' is refused.")
    if not staff_need_mfa:
        raise ImproperlyConfigured("STAFF_NEED_MFA may be off for demonstration and tests only.")
