"""Jobs on spreadsheets: cut short, run twice, confirmed by two, overtaken by the register."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Membership
from exchange.jobs.models import Job
from exchange.jobs.progress import forget_progress, note_progress, progress_of
from exchange.jobs.services import MOST_ATTEMPTS, SILENT_AFTER, claim_job, take_up_again
from streams.imports import tasks
from streams.imports.models import SheetUpload
from streams.imports.sheets import uploads
from streams.imports.sheets.uploads import NotReadyError, add_upload, confirm_upload, retry_upload
from streams.register.models import Record
from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import book, changes, confirmed, fresh, problems, sent

pytestmark = pytest.mark.django_db
State = SheetUpload.State
ROWS = [["Title", "Material", "Moisture (wt%)"], ["Slag", "slag", 3], ["Dust", "slag", 4]]
CONTENT = book({"Side-streams": ROWS})


class Killed(BaseException):
    """What a worker meets that is told to die at once: no error, and nobody catches it."""


def ready(office: Office) -> SheetUpload:
    upload = sent(office.kari, office.company, CONTENT)
    assert upload.state == State.READY, problems(upload)
    return upload


def confirm(office: Office, upload: SheetUpload, user: Any = None) -> SheetUpload:
    actor = user or office.kari
    confirm_upload(actor=actor, upload=upload, digest=upload.digest, publish=False)
    return fresh(upload)


def test_a_worker_killed_halfway_has_written_nothing_and_another_ends_its_work(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = confirm(office, ready(office))

    def die(*_args: Any, **_options: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "finish", die)
        with pytest.raises(Killed):
            tasks.write_sheet(str(upload.job_id))
    assert not Record.objects.exists()
    job = fresh(upload).job
    assert job
    assert job.state == Job.State.RUNNING
    assert take_up_again() == 0
    fall_silent(job)
    take_up_again()
    assert Job.objects.get(pk=job.pk).state == Job.State.WAITING
    tasks.write_sheet(str(job.pk))
    assert fresh(upload).state == State.WRITTEN
    assert Record.objects.count() == 2


def fall_silent(job: Job) -> None:
    """As if the worker had said nothing for long."""
    forget_progress(job.pk)
    Job.objects.filter(pk=job.pk).update(claimed_at=timezone.now() - SILENT_AFTER * 2)


def test_a_job_cut_short_too_often_is_stopped_and_can_be_tried_again(office: Office) -> None:
    upload = add_upload(
        actor=office.kari, company=office.company, upload=SimpleUploadedFile("a.xlsx", CONTENT)
    )
    for _attempt in range(MOST_ATTEMPTS):
        job = claim_job(str(upload.job_id))
        assert job
        fall_silent(job)
        take_up_again()
    job = Job.objects.get(pk=upload.job_id)
    assert (job.state, job.fault) == (Job.State.FAILED, Job.Fault.INTERRUPTED)
    retry_upload(actor=office.kari, upload=fresh(upload))
    tasks.check_sheet(str(fresh(upload).job_id))
    assert fresh(upload).state == State.READY


def test_a_job_is_run_by_one_and_twice_does_no_harm(office: Office) -> None:
    upload = confirm(office, ready(office))
    for _run in range(2):
        tasks.write_sheet(str(upload.job_id))
    assert Record.objects.count() == 2
    assert claim_job(str(upload.job_id)) is None


def test_a_living_worker_keeps_its_job(office: Office) -> None:
    upload = confirm(office, ready(office))
    job = claim_job(str(upload.job_id))
    assert job
    Job.objects.filter(pk=job.pk).update(claimed_at=timezone.now() - timedelta(hours=1))
    note_progress(job.pk, 3, 10)
    take_up_again()
    assert Job.objects.get(pk=job.pk).state == Job.State.RUNNING
    assert (progress_of(job.pk).done, progress_of(job.pk).total) == (3, 10)


def test_of_two_who_confirm_one_does(office: Office) -> None:
    upload = ready(office)
    confirm(office, upload)
    with pytest.raises(NotReadyError):
        confirm(office, upload, office.ola)
    tasks.write_sheet(str(fresh(upload).job_id))
    assert Record.objects.count() == 2
    assert fresh(upload).confirmed_by == office.kari


def test_the_same_file_confirmed_in_two_uploads_is_written_once(office: Office) -> None:
    one, two = ready(office), ready(office)
    confirmed(office.kari, one)
    again = confirmed(office.ola, two)
    assert (again.state, again.is_remade, changes(again)) == (State.SAME, True, {})
    assert Record.objects.count() == 2


def test_what_changed_since_the_plan_is_not_overwritten_but_shown(office: Office) -> None:
    record = worlds.listing(office.site, title="Slag")
    upload = ready(office)
    worlds.change(record, values={"description": "Changed meanwhile"})
    again = confirmed(office.kari, upload)
    assert (again.state, again.is_remade) == (State.READY, True)
    assert Record.objects.get(pk=record.pk).quantities.get(key="moisture").low == 3
    assert Record.objects.get(pk=record.pk).quantities.get(key="moisture").high == 4
    assert confirmed(office.kari, again).state == State.WRITTEN
    saved = Record.objects.get(pk=record.pk)
    assert saved.quantities.get(key="moisture").high == 3
    assert saved.description == "Changed meanwhile"


def test_a_plan_that_was_not_seen_cannot_be_confirmed(office: Office) -> None:
    upload = ready(office)
    with pytest.raises(NotReadyError):
        confirm_upload(actor=office.kari, upload=upload, digest="0" * 64, publish=False)


def test_who_may_no_longer_act_for_the_company_saves_nothing(office: Office) -> None:
    upload = confirm(office, ready(office))
    Membership.objects.filter(user=office.kari).update(is_active=False)
    tasks.write_sheet(str(upload.job_id))
    assert fresh(upload).state == State.REFUSED
    assert not Record.objects.exists()


def test_an_error_of_ours_stops_the_job_and_saves_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = confirm(office, ready(office))

    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(uploads, "finish", fail)
    with pytest.raises(RuntimeError):
        tasks.write_sheet(str(upload.job_id))
    job = fresh(upload).job
    assert job
    assert (job.state, job.fault) == (Job.State.FAILED, Job.Fault.ERROR)
    assert not Record.objects.exists()
