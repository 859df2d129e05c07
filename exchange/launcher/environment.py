"""The settings under which the demonstration runs, for its own processes and for `manage`."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

TO_FILES = "django.core.mail.backends.filebased.EmailBackend"


def demonstration(data: Path, addresses: Mapping[str, str], *, site: str = "") -> dict[str, str]:
    """Settings on top of the user's own; documents, letters and the key stay under `data`."""
    hosts = [os.environ.get("ALLOWED_HOSTS", ""), "localhost", "127.0.0.1"]
    return {
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "exchange.settings",
        "SECRET_KEY": secret_key(data),
        "ALLOWED_HOSTS": ",".join(host for host in hosts if host),
        "MEDIA_ROOT": os.environ.get("MEDIA_ROOT") or str(data.resolve() / "documents"),
        "EMAIL_BACKEND": os.environ.get("EMAIL_BACKEND") or TO_FILES,
        "EMAIL_FILE_PATH": str(data.resolve() / "letters"),
        "SITE_URL": os.environ.get("SITE_URL") or site.rstrip("/"),
        "TRUSTED_PROXIES": os.environ.get("TRUSTED_PROXIES") or "0",
        "PYTHONUNBUFFERED": "1",
        **addresses,
    }


def secret_key(data: Path) -> str:
    """Made once per folder, so that people stay logged in over a restart."""
    path = data / "secret_key"
    if not path.exists() or len(path.read_text().strip()) < 50:
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64))
    return path.read_text().strip()
