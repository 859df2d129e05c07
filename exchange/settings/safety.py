"""Refuses to start with settings that would be unsafe or make no sense; called by settings."""

import re
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*(:\d+)?|\[[0-9a-f:]+\]|\*", re.IGNORECASE)


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


def refuse_nonsense(
    *,
    hosts: Sequence[str],
    site_url: str,
    redis_url: str,
    email_backend: str,
    two_kinds_of_tls: bool,
    contact_email: str,
    documents: Path,
    served: Sequence[Path],
) -> None:
    """Raise ImproperlyConfigured, naming the variable, for values that could only fail later."""
    if not all(HOST.fullmatch(host) and host.lower() not in {".com", ".no"} for host in hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS takes host names with commas between them.")
    if not is_address(site_url, {"http", "https"}):
        raise ImproperlyConfigured("SITE_URL must begin with https:// and a host name.")
    if not (is_address(redis_url, {"redis", "rediss"}) or redis_url.startswith("unix://")):
        raise ImproperlyConfigured("REDIS_URL must look like redis://host:6379/0.")
    if not exists(email_backend.rpartition(".")[0]):
        raise ImproperlyConfigured("EMAIL_BACKEND names no module that is installed.")
    if two_kinds_of_tls:
        raise ImproperlyConfigured("Set EMAIL_USE_TLS or EMAIL_USE_SSL, not both.")
    if not is_email(contact_email):
        raise ImproperlyConfigured("CONTACT_EMAIL must be an e-mail address.")
    if any(documents.resolve().is_relative_to(folder.resolve()) for folder in served):
        raise ImproperlyConfigured("MEDIA_ROOT must lie outside what the web server hands out.")


def is_address(text: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def exists(module: str) -> bool:
    try:
        return bool(module) and find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def is_email(text: str) -> bool:
    """Also at a machine without a dot, as where one tries things out."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
