"""Jobs on spreadsheets, and by the clock the removal of those that nobody came back for."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from exchange.jobs.services import running
from streams.imports.models import SheetUpload
from streams.imports.sheets.uploads import check_upload, remove_uploads, write_upload

KEPT = timedelta(days=7)


@shared_task(ignore_result=True)
def check_sheet(job_id: str) -> None:
    """Read a spreadsheet and say what it would change."""
    with running(job_id) as job:
        if job:
            check_upload(job)


@shared_task(ignore_result=True)
def write_sheet(job_id: str) -> None:
    """Save what somebody has confirmed."""
    with running(job_id) as job:
        if job:
            write_upload(job)


@shared_task(ignore_result=True)
def remove_old_uploads() -> int:
    """Those sent more than a week ago; how many there were."""
    old = SheetUpload.objects.filter(created_at__lt=timezone.now() - KEPT)
    return remove_uploads(list(old.select_related("job")))
