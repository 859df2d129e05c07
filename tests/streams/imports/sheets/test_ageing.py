"""With time, spreadsheets that nobody confirmed and work that ended go, and nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from exchange.celery import app
from exchange.jobs.models import Job
from exchange.jobs.services import claim_job
from exchange.jobs.tasks import remove_finished_jobs
from streams.imports import tasks
from streams.imports.models import SheetUpload
from streams.imports.sheets.uploads import NotReadyError, add_upload, confirm_upload, retry_upload
from streams.register.models import Record
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import book, confirmed, fresh, sent

pytestmark = pytest.mark.django_db
State = SheetUpload.State
CONTENT = book({"Side-streams": [["Title", "Material"], ["Slag", "slag"]]})


@pytest.fixture
def upload(office: Office) -> SheetUpload:
    found = sent(office.kari, office.company, CONTENT)
    assert found.state == State.READY
    return found


def age(upload: SheetUpload, days: float) -> SheetUpload:
    """As if it had been sent so many days ago."""
    then = timezone.now() - timedelta(days=days)
    SheetUpload.objects.filter(pk=upload.pk).update(created_at=then)
    return fresh(upload)


def test_what_nobody_confirmed_in_time_loses_file_and_plan(
    upload: SheetUpload, django_capture_on_commit_callbacks: Any
) -> None:
    storage, name = upload.file.storage, str(upload.file.name)
    age(upload, 6.9)
    assert tasks.remove_old_uploads() == 0
    assert fresh(upload).state == State.READY
    age(upload, 7.1)
    with django_capture_on_commit_callbacks(execute=True):
        assert tasks.remove_old_uploads() == 1
    assert not storage.exists(name)
    emptied = fresh(upload)
    assert (emptied.state, emptied.plan, str(emptied.file)) == (State.EXPIRED, {}, "")
    assert tasks.remove_old_uploads() == 0


def test_after_its_time_nobody_confirms_whether_or_not_it_has_been_emptied(
    office: Office, upload: SheetUpload
) -> None:
    digest = upload.digest
    for state in (State.READY, State.EXPIRED):
        late = age(upload, 8)
        assert late.state == state
        with pytest.raises(NotReadyError):
            confirm_upload(actor=office.kari, upload=late, digest=digest, publish=False)
        with pytest.raises(NotReadyError):
            retry_upload(actor=office.kari, upload=late)
        tasks.remove_old_uploads()
    assert not Record.objects.exists()


def test_how_long_is_a_setting(upload: SheetUpload, settings: Any) -> None:
    age(upload, 8)
    settings.UPLOADS_WAIT_DAYS = 9
    assert tasks.remove_old_uploads() == 0
    settings.UPLOADS_WAIT_DAYS, settings.JOBS_KEPT_DAYS = 1, 10
    assert tasks.remove_old_uploads() == 1
    settings.JOBS_KEPT_DAYS = 5
    assert tasks.remove_old_uploads() == 1
    assert not SheetUpload.objects.exists()


@pytest.mark.parametrize("is_claimed", [False, True])
def test_what_is_worked_on_stays_however_old(office: Office, is_claimed: bool) -> None:
    """It waits for a worker, or is being read, or saved."""
    file = SimpleUploadedFile("a.xlsx", CONTENT)
    upload = add_upload(actor=office.kari, company=office.company, upload=file)
    if is_claimed:
        claim_job(str(upload.job_id))
    age(upload, 400)
    Job.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert tasks.remove_old_uploads() == 0
    assert remove_finished_jobs() == 0
    assert fresh(upload).state == State.CHECKING
    assert Job.objects.filter(pk=upload.job_id).exists()


def test_what_was_confirmed_in_time_is_saved_however_late_the_worker_comes(
    office: Office, upload: SheetUpload
) -> None:
    confirm_upload(actor=office.kari, upload=upload, digest=upload.digest, publish=False)
    late = age(upload, 60)
    assert tasks.remove_old_uploads() == 0
    tasks.write_sheet(str(late.job_id))
    assert fresh(upload).state == State.WRITTEN
    assert tasks.remove_old_uploads() == 0


def test_a_stopped_one_runs_out_of_time_like_others(office: Office, upload: SheetUpload) -> None:
    confirm_upload(actor=office.kari, upload=upload, digest=upload.digest, publish=False)
    Job.objects.update(state=Job.State.FAILED, ended_at=timezone.now())
    age(upload, 8)
    assert tasks.remove_old_uploads() == 1
    assert fresh(upload).state == State.EXPIRED


def test_what_was_saved_leaves_the_list_a_month_after(office: Office, upload: SheetUpload) -> None:
    confirmed(office.kari, upload)
    age(upload, 29)
    for days, left in ((29, 1), (31, 0)):
        SheetUpload.objects.update(written_at=timezone.now() - timedelta(days=days))
        tasks.remove_old_uploads()
        assert SheetUpload.objects.count() == left
    assert Record.objects.count() == 1


@pytest.mark.parametrize("state", Job.State.values)
def test_only_work_that_ended_long_ago_is_removed(office: Office, state: str) -> None:
    jobs = [
        Job.objects.create(
            task="none", company=office.company, state=state,
            ended_at=timezone.now() - timedelta(days=days) if state in ("done", "failed") else None,
        )
        for days in (29, 31)
    ]  # fmt: skip
    Job.objects.update(created_at=timezone.now() - timedelta(days=99))
    ended = state in ("done", "failed")
    assert remove_finished_jobs() == int(ended)
    kept = set(Job.objects.values_list("pk", flat=True))
    assert kept == ({jobs[0].pk} if ended else {job.pk for job in jobs})


def test_a_spreadsheet_outlives_the_job_that_read_it(upload: SheetUpload) -> None:
    Job.objects.update(ended_at=timezone.now() - timedelta(days=31))
    assert remove_finished_jobs() == 1
    assert (fresh(upload).job, fresh(upload).state) == (None, State.READY)


def test_the_clock_does_both() -> None:
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {tasks.remove_old_uploads.name, remove_finished_jobs.name} <= planned
