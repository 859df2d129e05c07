"""Told when lists were loaded, so that whoever keeps names in memory forgets them."""

from django.dispatch import Signal

lists_loaded = Signal()
"""Sent at once in the process that loaded them, and again when its transaction is committed."""
