"""Real files: what people write in cells and headings, and how it is understood."""

import datetime
from typing import Any

import pytest

from companies.models import Company
from streams.imports.models import SheetUpload
from streams.imports.sheets.guide import guide_sheet
from streams.imports.sheets.outgoing import heads_of
from streams.imports.sheets.words import SHEETS, in_each_language
from streams.quantities.intervals import Interval
from streams.register.models import Record
from streams.vocabulary import Kind
from tests import worlds
from tests.streams.imports.sheets.conftest import Office
from tests.streams.imports.sheets.files import (
    book,
    changes,
    confirmed,
    everything,
    fresh,
    problems,
    sent,
)

pytestmark = pytest.mark.django_db


def written(office: Office, content: bytes, name: str = "ark.xlsx") -> Record:
    """The one record that a file makes."""
    upload = sent(office.kari, office.company, content, name)
    assert upload.state == SheetUpload.State.READY, problems(upload) or upload.refusal
    confirmed(office.kari, upload)
    return Record.objects.get()


def test_a_sheet_with_merged_headings_totals_and_blank_rows(office: Office) -> None:
    rows = [
        ["Våre restråvarer 2024", None, None, None, None, None, None],
        [],
        ["Ref", "Navn", "Materiale", "Mengde (kt/år)", None, "Analyse", None],
        [None, None, None, 2023, 2024, "SiO2 [%]", "Pb mg/kg"],
        [],
        ["A-1", "Slagg fra ovn 2", "SLAG", "1,2", "ca. 10", "8-12 %", "<0,1"],
        [],
        ["Totalt", None, None, 1.2, 10, None, None],
    ]
    merged = ["A1:G1", "D3:E3", "F3:G3", "A3:A4", "B3:B4", "C3:C4"]
    record = written(office, book({"Ark1": rows}, {"Ark1": merged}))
    assert record.kind == Kind.MATERIAL
    assert record.own_reference == "A-1"
    years = {row.year: row.interval for row in record.years.all()}
    assert years == {2023: Interval.point(1200), 2024: Interval(9000, 11000)}
    shares = {row.substance: (row.low, row.high, row.unit) for row in parts_of(record)}
    assert shares == {"SiO2": (8, 12, "wt%"), "Pb": (0, 0.1, "mg/kg")}


def parts_of(record: Record) -> Any:
    return record.analyses.get().constituents.all()


def test_csv_as_windows_writes_it_in_norway(office: Office) -> None:
    text = (
        "Egen referanse;Tittel;Råstoff;Materiale;År;Mengde (t/år);Farlig avfall;Beskrivelse\n"
        'X9;Støv på filter;;slag;2024;"1 234,5";nei;"Grå; fin"\n;;;;;;;\n'
    )
    record = written(office, text.encode("cp1252"), "eksport fra ERP.csv")
    assert (record.title, record.description) == ("Støv på filter", "Grå; fin")
    assert record.hazardous is False
    assert record.years.get().interval == Interval.point(1234.5)


@pytest.mark.parametrize("cell", [datetime.date(2024, 3, 1), 45352, "2024-03-01", "1.3.2024"])
def test_dates_in_every_shape(office: Office, cell: Any) -> None:
    sheets = {
        "Sidestrømmer": [["Tittel", "Materiale"], ["Slagg", "slag"]],
        "Analyser": [["Oppføring", "Dato", "MnO (%)"], ["Slagg", cell, 9]],
    }
    assert written(office, book(sheets)).analyses.get().analysed_on == datetime.date(2024, 3, 1)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_headings_and_choices_in_any_language(office: Office, language: str) -> None:
    from django.utils.translation import override

    worlds.listing(office.site, "deposit", own_reference="D1", setting="onshore", hazardous=True,
                   handling=["landfill", "sold"], state="draft")  # fmt: skip
    with override(language):
        content = everything(office.company)
    office.kari.save()
    upload = sent(office.kari, office.company, content)
    assert (upload.state, changes(upload)) == ("same", {}), problems(upload)
    assert upload.plan["notes"] == []


def test_the_headings_of_a_sheet_are_all_different_in_every_language(office: Office) -> None:
    from django.utils.translation import override

    for language in ("nb", "nn", "en"):
        with override(language):
            for kind in Kind:
                texts = [head.text.casefold() for head in heads_of(kind, [])]
                assert len(texts) == len(set(texts)), (language, kind)
                assert guide_sheet([kind]).rows
    names = [name for text in SHEETS.values() for name in in_each_language(text)]
    assert all(0 < len(name) <= 31 for name in names)


def test_every_fault_is_told_at_once_with_sheet_row_and_column(office: Office) -> None:
    sheets = {
        "Sidestrømmer": [
            ["Tittel", "Materiale", "Fukt (vekt-%)", "E-post", "Farlig avfall", "Tetthet"],
            ["Slagg", "finnes ikke", "10.000", "ingen", "kanskje", 99999],
            ["", "slag", 3, "", "", ""],
            ["Støv", "slag", datetime.date(2024, 12, 8), "", "", "5 m"],
        ],
        "Tall per år": [["Oppføring", "År", "Mengde", "Enhet"],
                    ["Slagg", "i fjor", 5, "t"], ["Ukjent", 2024, 5, "t"], ["Støv", 2024, 5, "MW"]],
        "Analyser": [["Oppføring", "SiO2 (%)", "CaO (%)"], ["Støv", 80, 40], ["Støv", "12-8", 4]],
    }  # fmt: skip
    upload = sent(office.kari, office.company, book(sheets))
    assert upload.state == SheetUpload.State.WRONG
    assert {(sheet, row, heading) for sheet, row, heading, _text in problems(upload)} == {
        ("Sidestrømmer", 2, "Materiale"),
        ("Sidestrømmer", 2, "Fukt (vekt-%)"),
        ("Sidestrømmer", 2, "E-post"),
        ("Sidestrømmer", 2, "Farlig avfall"),
        ("Sidestrømmer", 2, "Tetthet"),
        ("Sidestrømmer", 3, "Tittel"),
        ("Sidestrømmer", 4, "Fukt (vekt-%)"),
        ("Sidestrømmer", 4, "Tetthet"),
        ("Tall per år", 2, "År"),
        ("Tall per år", 3, "Oppføring"),
        ("Tall per år", 4, "Mengde"),
        ("Analyser", 2, "SiO2 (%)"),
        ("Analyser", 3, "SiO2 (%)"),
    }
    assert not Record.objects.exists()


def test_formulas_and_apostrophes_go_out_harmless_and_come_back_as_they_were(
    office: Office,
) -> None:
    title, text = "=cmd|'/c calc'!A1", "-1+1\n'quoted _x0041_ \u00a0=2"
    worlds.listing(office.site, own_reference="+47", title=title, description=text)
    content = everything(office.company)
    assert b"<f>" not in content
    upload = sent(office.kari, office.company, content)
    assert changes(upload) == {}, problems(upload)


def test_a_changed_export_says_before_and_after_and_keeps_the_rest(office: Office) -> None:
    record = worlds.listing(office.site, own_reference="A1")
    sheets = {
        "Side-streams": [["Own reference", "Moisture (wt%)", "Description"], ["A1", "5-6", None]],
        "Yearly figures": [["Listing", "Year", "Amount"], ["A1", 2024, 5000], ["A1", 2023, None]],
        "Analyses": [["Listing", "Date", "MnO (wt%)"], ["A1", datetime.date(2025, 1, 2), "7"]],
    }
    upload = sent(office.kari, office.company, book(sheets))
    assert changes(upload) == {
        record.title: [
            ["Moisture", "3–4 wt%", "5–6 wt%"],
            ["Description", "Granulated", ""],
            ["Amount 2023", "2160.5 t/yr, estimated", ""],
            ["Amount 2024", "4321 t/yr, estimated", "5000 t/yr, estimated"],
            ["Analysis, Jan. 2, 2025", "", "MnO 7 wt%"],
        ]
    }
    confirmed(office.kari, upload)
    saved = Record.objects.get()
    assert (saved.description, saved.process) == ("", "Secret furnace")
    assert {row.key for row in saved.quantities.all()} == {"moisture", "handling_cost"}
    assert [row.year for row in saved.years.all()] == [2024]
    assert saved.analyses.count() == 2


def test_who_sees_what_comes_with_the_file(office: Office) -> None:
    head = [
        "Title",
        "Material",
        "Visibility",
        "Who sees: Description",
        "Who sees: Main composition",
    ]
    rows = [head, ["Slag", "slag", "Open", "Only us", "NDA, band for everyone"]]
    record = written(office, book({"Side-streams": rows}))
    assert record.policy["description"] == {"exact": 2, "coarse": 2}
    assert record.policy["composition"] == {"exact": 1, "coarse": 0}
    assert record.policy["owner"] == {"exact": 0, "coarse": 0}
    again = sent(office.kari, office.company, book({"Side-streams": rows}))
    assert changes(again) == {}
    exported = sent(office.kari, office.company, everything(office.company))
    assert changes(exported) == {}


def test_a_row_of_another_company_is_like_one_that_never_was(office: Office) -> None:
    other: Company = worlds.company(2, "En annen")
    theirs = worlds.listing(worlds.site(other), own_reference="T1", title="Theirs")
    texts = []
    for own_id in (theirs.pk, "neverwasthere"):
        rows = [["Our id", "Title", "Material"], [own_id, "Mine", "slag"]]
        texts.append(problems(sent(office.kari, office.company, book({"Side-streams": rows}))))
    assert texts[0] == texts[1]
    assert len(texts[0]) == 1
    linked = [["Listing", "Year", "Amount"], ["T1", 2024, 1]]
    upload = sent(office.kari, office.company, book({"Yearly figures": linked}))
    assert fresh(upload).state == SheetUpload.State.WRONG


def test_what_a_file_leaves_unread_is_said(office: Office) -> None:
    rows = [["Title", "Material", "Colour"], ["Slag", "slag", "grey"]]
    upload = sent(office.kari, office.company, book({"Ark1": rows, "Notes": [["x", "y"], ["z"]]}))
    notes = " ".join(upload.plan["notes"])
    assert "Colour" in notes
    assert "Notes" in notes


def test_a_row_found_by_its_title_keeps_what_it_says_nothing_of(office: Office) -> None:
    worlds.listing(office.site, own_reference="A1", title="Slag")
    rows = [["Own reference", "Title", "Site", "Material", "pH"], ["", "SLAG", "", "", "9"]]
    upload = sent(office.kari, office.company, book({"Side-streams": rows}))
    assert changes(upload) == {"SLAG": [["Title", "Slag", "SLAG"], ["pH", "", "9"]]}
