"""Told inside the transaction that changed something, so that whoever publishes can follow.

`company_changed` carries company_id; `site_changed` carries site_id and company_id.
"""

from django.dispatch import Signal

company_changed = Signal()
site_changed = Signal()
