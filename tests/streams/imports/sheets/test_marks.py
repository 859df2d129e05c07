"""Analyses that nobody has confirmed for their listing: the marks go out, stay, and are ended."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from streams.imports.models import SheetUpload
from streams.owners.copying import copy_record
from streams.quantities.intervals import Interval
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from streams.register.models import Record
from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import (
    book,
    changes,
    confirmed,
    everything,
    problems,
    sent,
)

pytestmark = pytest.mark.django_db
HEAD = ["Listing", "Typical for the material", "Taken over from another listing", "Source",
        "SiO2 (wt%)"]  # fmt: skip
TYPICAL, COPIED = HEAD[1], HEAD[2]
SLAG = [ConstituentDraft("SiO2", Interval.point(40))]
BOOK = AnalysisDraft(SLAG, is_typical=True, source="Handbook 2019")


def slag(office: Office, *analyses: AnalysisDraft) -> Record:
    record = worlds.listing(office.site, title="Slag")
    return worlds.change(record, analyses=list(analyses))


def analyses(office: Office, *rows: Sequence[object], head: Sequence[str] = HEAD) -> SheetUpload:
    return sent(office.kari, office.company, book({"Analyses": [head, *rows]}))


def marks(record: Record) -> list[tuple[bool, bool, float]]:
    return [
        (one.is_typical, one.is_copied, one.constituents.get().low)
        for one in record.analyses.order_by("pk")
    ]


def test_a_copied_listing_goes_out_and_comes_back_as_it_was(office: Office) -> None:
    own = replace(BOOK, is_typical=False, method="XRF")
    copy = copy_record(actor=office.kari, record=slag(office, BOOK, own))
    assert marks(copy) == [(True, False, 40), (False, True, 40)]
    assert changes(sent(office.kari, office.company, everything(office.company))) == {}


def test_taking_the_mark_away_confirms_an_analysis_that_was_taken_over(office: Office) -> None:
    record = slag(office, AnalysisDraft(SLAG, is_copied=True))
    upload = analyses(office, ["Slag", None, None, None, 40])
    line = ["Analysis, undated", "SiO2 40 wt%, taken over", "SiO2 40 wt%"]
    assert changes(upload) == {"Slag": [line]}
    confirmed(office.kari, upload)
    assert marks(record) == [(False, False, 40)]
    assert changes(analyses(office, ["Slag", None, None, None, 40])) == {}


def test_taking_the_mark_away_confirms_a_typical_composition(office: Office) -> None:
    record = slag(office, BOOK)
    rows = [["Slag", None, None, "Handbook 2019", 41]]
    confirmed(office.kari, analyses(office, *rows))
    assert marks(record) == [(False, False, 41)]
    assert changes(analyses(office, *rows)) == {}


def test_an_analysis_of_ones_own_beside_a_typical_one_takes_nothing_from_it(
    office: Office,
) -> None:
    record = slag(office, BOOK)
    own, typical = ["Slag", "No", "", "Handbook 2019", 39], ["Slag", "Yes", "", "Handbook 2019", 40]
    confirmed(office.kari, analyses(office, own, typical))
    assert marks(record) == [(True, False, 40), (False, False, 39)]
    confirmed(office.kari, analyses(office, ["Slag", None, None, None, 38]))
    assert len(marks(record)) == 3


def test_without_the_column_the_mark_stays(office: Office) -> None:
    record = slag(office, AnalysisDraft(SLAG, is_copied=True))
    confirmed(office.kari, analyses(office, ["Slag", 45], head=["Listing", "SiO2 (wt%)"]))
    assert marks(record) == [(False, True, 45)]


@pytest.mark.parametrize("column", [TYPICAL, COPIED])
def test_a_mark_that_is_neither_yes_nor_no_is_told_at_its_cell(office: Office, column: str) -> None:
    slag(office, BOOK)
    cells = ["perhaps" if one == column else None for one in HEAD[1:-1]]
    ((sheet, row, heading, text),) = problems(analyses(office, ["Slag", *cells, 40]))
    assert (sheet, row, heading) == ("Analyses", 2, column)
    assert "none of the choices" in text


def test_a_method_too_long_to_keep_is_refused_and_not_cut(office: Office) -> None:
    slag(office, BOOK)
    head = ["Listing", "Analysis method", "SiO2 (wt%)"]
    ((_sheet, _row, heading, _text),) = problems(
        analyses(office, ["Slag", "x" * 121, 40], head=head)
    )
    assert heading == "Analysis method"
