"""Jobs on spreadsheets, and by the clock the removal of those that nobody came back for."""

from celery import shared_task

from exchange.jobs.services import running
from streams.imports.sheets.ageing import expire_uploads, remove_ended_uploads
from streams.imports.sheets.uploads import check_upload, write_upload


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
    """Empty what was not confirmed in its time, and take what ended long ago off the lists."""
    return expire_uploads() + remove_ended_uploads()
