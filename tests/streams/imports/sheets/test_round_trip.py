"""Everything that a company owns goes out and comes back: a file sent back unchanged, after it was
opened and saved in a spreadsheet program, or changed and sent twice, is understood as it was meant.
"""

import dataclasses
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from accounts.tiers import Tier
from companies.models import Company
from streams.disclosure import HAS_COARSE_FORM
from streams.imports.models import SheetUpload
from streams.imports.sheets.books import csv_of
from streams.imports.sheets.filling import kind_sheet
from streams.imports.sheets.headings import TABLES
from streams.imports.sheets.months import MONTH_COLUMNS
from streams.imports.sheets.records import BY_KEY
from streams.imports.sheets.words import ANALYSES, YEARS
from streams.measures import MEASURES, fields_of, measures_of
from streams.quantities.intervals import Interval
from streams.reference.models import WasteCode
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Record
from streams.register.services import WRITABLE
from streams.vocabulary import EndReason, Form, Handling, Kind, State
from tests import worlds
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
COMMON: dict[str, Any] = {
    "process": "Tapping of furnace 2\nsecond line",
    "description": "=1+1; “grey”, 10.000",
    "availability": "from 2027",
    "contact_name": "Kari",
    "contact_email": "kari@verket.example",
    "contact_phone": "+47 12 34 56 78",
    "source": "Annual report 2024",
    "confirmed_on": date(2026, 1, 2),
    "state": State.DISCONTINUED,
    "ended_reason": EndReason.OTHER,
    "ended_note": "Sold; gone",
    "ended_year": 2025,
}
SOLID: dict[str, Any] = {
    "form": Form.GRANULES,
    "waste_status": "by_product",
    "hazardous": True,
    "handling": [Handling.LANDFILL, Handling.SOLD],
}
OWN: dict[Kind, dict[str, Any]] = {
    Kind.MATERIAL: SOLID,
    Kind.HEAT: {
        "profile": "steady",
        "monthly": [12.125, 11, 10.001, 8, 6, 4, 2, 3, 0, 8, 1 / 3, 1234.5],
        "monthly_unit": "GWh",
    },
    Kind.GAS: {},
    Kind.DEPOSIT: {
        **SOLID,
        "setting": "onshore",
        "opened_year": 1967,
        "closed_year": 1998,
        "accessibility": "Road; quay",
        "outline": [[6.96, 58.29], [6.963001, 58.29], [6.963, 58.292]],
    },
}
AMOUNTS = {"ph": Interval(9, 11), "temperature": Interval(80, 95.125),
           "return_temperature": Interval.point(40), "fossil_share": Interval(60, 70),
           "biogenic_share": Interval(0, 30), "moisture": Interval.point(1 / 3),
           "handling_cost": Interval(-50, 1234.567)}  # fmt: skip
PARTS = [
    ConstituentDraft("SiO2", Interval(42, 44.125)),
    ConstituentDraft("MnO", Interval.point(1 / 3)),
    ConstituentDraft("Pb", Interval(0, 0.5), "mg/kg", True),
    ConstituentDraft("Cr", Interval.point(0.2), "wt%", False),
]
ANALYSED = [
    AnalysisDraft(PARTS, date(2025, 3, 1), "XRF", "wet", source="Laboratory 7"),
    AnalysisDraft(PARTS[:2], is_copied=True, method="ICP"),
    AnalysisDraft(PARTS[1:], is_typical=True, source="Handbook 2019"),
    AnalysisDraft(PARTS[:3], is_copied=True, method="ICP"),
]


def whole(kind: Kind, reference: str) -> RecordDraft:
    """A listing of which every field says something."""
    solid = {"waste_code": WasteCode.objects.get(code="100202")} if OWN[kind].get("form") else {}
    return RecordDraft(
        values={**COMMON, **OWN[kind], **solid, "own_reference": reference},
        quantities={one.key: AMOUNTS.get(one.key, Interval(0.5, 5)) for one in measures_of(kind)},
        years=[
            YearDraft(2023, Interval(9_000.5, 11_000), "measured", date(2024, 1, 31)),
            YearDraft(2024, Interval.point(1234.567)),
        ],
        analyses=ANALYSED if kind in (Kind.MATERIAL, Kind.DEPOSIT) else [],
        policy={
            "listed": int(Tier.NDA),
            **{
                field.value: {
                    "exact": int(Tier.OWNER),
                    "coarse": int(Tier.NDA if field in HAS_COARSE_FORM else Tier.OWNER),
                }
                for field in fields_of(kind)
            },
        },
    )


@pytest.fixture
def filled(office: Office) -> Office:
    """A listing of each kind with everything in it, and one with next to nothing."""
    for kind in Kind:
        record = worlds.listing(office.site, kind.value)
        worlds.change(record, **parts_of(whole(kind, f"R-{kind.value}")))
        bare = worlds.listing(office.site, kind.value, title=f"Bare {kind.value}")
        worlds.change(bare, quantities={}, years=[], analyses=[])
    return office


def parts_of(draft: RecordDraft) -> dict[str, Any]:
    return {one.name: getattr(draft, one.name) for one in dataclasses.fields(draft)}


def resaved(company: Company) -> bytes:
    """As a spreadsheet program would save it again, with its own styles and shared strings."""
    out = io.BytesIO()
    load_workbook(io.BytesIO(everything(company))).save(out)
    return out.getvalue()


def test_no_field_of_the_register_is_without_a_column() -> None:
    months = {"monthly"} if len(MONTH_COLUMNS) == 12 else set()
    assert WRITABLE - BY_KEY.keys() - months == set()
    assert MEASURES.keys() <= BY_KEY.keys()
    for table, draft in ((ANALYSES, AnalysisDraft), (YEARS, YearDraft)):
        keys = {key for key, _label in TABLES[table]}
        assert {one.name for one in dataclasses.fields(draft)} - {"constituents"} <= keys


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("write", [everything, everything_csv, resaved])
def test_an_unchanged_download_changes_nothing(
    filled: Office, write: Callable[[Company], bytes], language: str
) -> None:
    with override(language):
        upload = sent(filled.kari, filled.company, write(filled.company))
    assert upload.state == SheetUpload.State.SAME, problems(upload) or changes(upload)
    assert (changes(upload), upload.plan["same"], upload.plan["notes"]) == ({}, 8, [])


@pytest.mark.parametrize("kind", list(Kind))
def test_an_unchanged_csv_of_one_kind_changes_nothing(filled: Office, kind: Kind) -> None:
    with override("nb"):
        content = csv_of(kind_sheet(filled.company, kind))
        upload = sent(filled.kari, filled.company, content, f"{kind.value}.csv")
    assert upload.state == SheetUpload.State.SAME, problems(upload) or changes(upload)


def without_ids(content: bytes) -> bytes:
    """The same for somebody else, whose listings have no ids yet."""
    made = load_workbook(io.BytesIO(content))
    for sheet in made.worksheets:
        for column in sheet.columns:
            if column[0].value == "Our id":
                for cell in column[1:]:
                    cell.value = None
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_download_makes_the_same_listings_where_there_are_none(filled: Office) -> None:
    other = worlds.company(2, "Verket Nord AS")
    worlds.site(other)
    ola = worlds.person("ola@nord.example", other)
    content = without_ids(everything(filled.company))
    upload = sent(ola, other, content)
    assert upload.state == SheetUpload.State.READY, problems(upload)
    confirmed(ola, upload)
    made = {one.own_reference: one for one in Record.objects.filter(site__company=other)}
    assert made["R-heat"].monthly == pytest.approx(OWN[Kind.HEAT]["monthly"])
    assert made["R-deposit"].outline == OWN[Kind.DEPOSIT]["outline"]
    assert made["R-gas"].ended_reason == EndReason.OTHER
    marks = [(one.is_typical, one.is_copied) for one in made["R-material"].analyses.all()]
    assert sorted(marks) == [(False, False), (False, True), (False, True), (True, False)]
    assert set(changes(sent(ola, other, content))) == {f"Bare {kind.value}" for kind in Kind}


@pytest.mark.parametrize(
    ("cells", "heading", "told"),
    [
        ({"Status": "Draft", "Why it is discontinued": "Something else"},
         "Why it is discontinued", "Only what is discontinued has this"),
        ({"Status": "Discontinued", "Discontinued in": 2090},
         "Discontinued in", "a year that has begun"),
        ({"Confirmed": "2090-01-01"}, "Confirmed", "has not come yet"),
    ],
)  # fmt: skip
def test_what_has_not_happened_is_told_at_its_cell(
    office: Office, cells: dict[str, Any], heading: str, told: str
) -> None:
    rows = [["Title", "Material", *cells], ["Slag", "slag", *cells.values()]]
    upload = sent(office.kari, office.company, book({"Side-streams": rows}))
    ((_sheet, row, column, text),) = problems(upload)
    assert (row, column) == (2, heading)
    assert told in text
