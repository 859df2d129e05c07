"""From a file to the register: checked, shown, confirmed, written."""

import pytest

from streams.imports.models import SheetUpload
from streams.register.models import Record
from streams.vocabulary import State
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import (
    book,
    changes,
    confirmed,
    everything,
    everything_csv,
    problems,
    sent,
)

pytestmark = pytest.mark.django_db
HEAD = ["Egen referanse", "Tittel", "Materiale", "Mengde 2024 (t/år)", "SiO2 (%)", "Fukt (vekt-%)"]


def test_new_rows_become_drafts_only_once_confirmed(office: Office) -> None:
    content = book({"Sidestrømmer": [HEAD, ["A1", "Slagg", "slag", "ca. 10 000", "8-12 %", 3.5]]})
    upload = sent(office.kari, office.company, content)
    assert upload.state == SheetUpload.State.READY, upload.plan or upload.refusal
    assert not Record.objects.exists()
    done = confirmed(office.kari, upload)
    assert done.state == SheetUpload.State.WRITTEN
    record = Record.objects.get()
    assert (record.title, record.state, record.own_reference) == ("Slagg", State.DRAFT, "A1")
    assert record.years.get().interval.low == 9_000
    assert record.analyses.get().constituents.get().interval.high == 12
    assert not done.file


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    content = book({"Sidestrømmer": [HEAD, ["A1", "Slagg", "slag", "ca. 10 000", "8-12 %", 3.5]]})
    confirmed(office.kari, sent(office.kari, office.company, content))
    again = sent(office.kari, office.company, content)
    assert changes(again) == {}
    assert again.plan["same"] == 1


@pytest.mark.parametrize("write", [everything, everything_csv])
def test_an_unchanged_export_changes_nothing(stocked: Office, write: object) -> None:
    content = write(stocked.company)  # type: ignore[operator]
    upload = sent(stocked.kari, stocked.company, content)
    assert upload.state == SheetUpload.State.SAME, problems(upload)
    assert changes(upload) == {}
    assert upload.plan["same"] == 4
    assert upload.plan["notes"] == []
