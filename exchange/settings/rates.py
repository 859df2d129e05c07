"""How often something may be asked, as people write it in the environment; called by settings."""

import re

from django.core.exceptions import ImproperlyConfigured
from environs import Env

RATE = re.compile(r"[1-9][0-9]{0,8}/(s|sec|m|min|h|hour|d|day)")


def rate(env: Env, name: str, default: str | None) -> str | None:
    """ "300/min"; "off" or nothing is no limit. Raises ImproperlyConfigured naming it."""
    text = env.str(name, default)
    if text in (None, "", "off"):
        return None
    if not RATE.fullmatch(text):
        raise ImproperlyConfigured(f"{name} must look like 300/min, or be off.")
    return str(text)
