"""Told inside the writing transaction, so that the catalogue follows in the same one."""

from django.dispatch import Signal

records_changed = Signal()
"""Sends record_ids: the public ids of records that were saved or removed; and lines, the audit line
that tells of each."""
