"""Nightly work on the catalogue."""

import logging

from celery import shared_task

from streams.catalogue.rebuild import rebuild

logger = logging.getLogger(__name__)


@shared_task
def check_drift() -> dict[str, int]:
    """Compare catalogue and register; drift is logged as an error with counts only."""
    drift = rebuild(dry_run=True)
    if drift:
        text = f"catalogue drift: {drift.written} differed, {drift.removed} left over"
        logger.error(text)
    return {"written": drift.written, "removed": drift.removed}
