"""Files, rows and options that cannot be used: a clear word of what and where, nothing saved."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from companies.models import Company, Site
from exchange.audit.models import AuditLine
from streams.catalogue.models import PublicEntry
from streams.imports.sites.hotmaps import COLUMNS
from streams.imports.sites.loading import load_sites
from streams.imports.sites.report import Outcome
from streams.reference.models import MaterialClass
from streams.register.models import Record
from tests.streams.imports.hotmaps_files import imported, plant, row, written

HEADER = ";".join(COLUMNS)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with override("en"):
        yield


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plants.csv"


def nothing_is_saved() -> bool:
    lines = AuditLine.objects.exclude(action__startswith="reference")
    models = (Company, Site, Record, PublicEntry)
    return not lines and not any(model._default_manager.exists() for model in models)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\n\n", "Columns are missing"),
        (HEADER.encode(), "no rows"),
        ((HEADER + "\n;;;\n\n").encode(), "no rows"),
        (b"SiteID,CompanyName\n1,2\n", "Columns are missing"),
        (HEADER.replace(";geom", "").encode(), "geom"),
        ((HEADER + ";City").encode(), "twice"),
        ((HEADER + "\nSmelteverket p\xe5 \xd8ya").encode("latin-1"), "UTF-8"),
        (HEADER.encode("utf-16"), "UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
        (b"PK\x03\x04\x00\x00\x00", "no text file"),
        ((HEADER + '\n"never closed;1;2').encode(), "Line 2"),
        ((HEADER + "\n" + "x" * 200_000).encode(), "Line 2"),
    ],
)
@pytest.mark.usefixtures("reference_lists")
def test_a_file_that_is_no_such_table_is_refused(file: Path, content: bytes, word: str) -> None:
    file.write_bytes(content)
    with pytest.raises(CommandError, match=word):
        imported(file)
    assert nothing_is_saved()


@pytest.mark.django_db
def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CommandError, match="cannot be read"):
            imported(path)


@pytest.mark.django_db
def test_an_unknown_format_is_refused_with_those_there_are(file: Path) -> None:
    with pytest.raises(CommandError, match="hotmaps"):
        call_command("import_sites", written(file, plant(7)), format="excel", verbosity=0)


@pytest.mark.usefixtures("reference_lists")
def test_it_asks_for_the_reference_lists_first(file: Path) -> None:
    MaterialClass.objects.filter(code="co2").delete()
    with pytest.raises(CommandError, match="load_reference"):
        imported(written(file, plant(7)))


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"SiteID": ""}, "SiteID"),
        ({"SiteID": "7" * 41}, "SiteID"),
        ({"SiteName": ""}, "SiteName"),
        ({"SiteName": "x" * 161}, "name"),
        ({"CompanyName": ""}, "CompanyName"),
        ({"CompanyName": "x" * 161}, "name"),
        ({"Country": ""}, "Country"),
        ({"Country": "Norwegen"}, "Country"),
        ({"CityCode": "1" * 13}, "postal_code"),
        ({"geom": "58.27, 6.89"}, "geom"),
        ({"geom": "SRID=25833;POINT(1 2)"}, "geom"),
        ({"geom": "SRID=4326;POINT(6.8 98.2)"}, "geom"),
        ({"geom": "SRID=4326;POINT(nan nan)"}, "geom"),
        ({"Emissions_ETS_2014": "many"}, "Emissions_ETS_2014"),
        ({"Emissions_ETS_2014": "1,5"}, "Emissions_ETS_2014"),
        ({"Emissions_EPRTR_2014": "-3"}, "Emissions_EPRTR_2014"),
        ({"Emissions_EPRTR_2014": "nan"}, "Emissions_EPRTR_2014"),
        ({"Excess_Heat_500C": "1e999"}, "Excess_Heat_500C"),
        ({"Excess_Heat_Total": "٣"}, "Excess_Heat_Total"),
        ({"Address": "Vegen\x071"}, "the row"),
    ],
)
@pytest.mark.usefixtures("reference_lists")
def test_a_broken_row_is_refused_by_field_and_nothing_of_the_file_is_saved(
    file: Path, cells: dict[str, Any], field: str
) -> None:
    written(file, plant(1), plant(7, **cells), plant(9))
    with pytest.raises(CommandError, match="1 rows were refused"):
        imported(file)
    assert nothing_is_saved()
    refused = row(load_sites(file), 3)
    assert (refused.outcome, {note.field for note in refused.notes}) == (Outcome.REFUSED, {field})


@pytest.mark.usefixtures("reference_lists")
def test_every_problem_of_a_row_is_told_at_once(file: Path) -> None:
    written(file, plant("", Country="Atlantis", geom="here", Excess_Heat_500C="hot"))
    refused = load_sites(file).rows[0]
    fields = {note.field for note in refused.notes}
    assert fields == {"SiteID", "Country", "geom", "Excess_Heat_500C"}


@pytest.mark.usefixtures("reference_lists")
def test_a_row_with_too_few_cells_is_refused_by_number(file: Path) -> None:
    written(file, plant(7))
    file.write_text(file.read_text(encoding="utf-8") + "8;Verk\n", encoding="utf-8")
    assert load_sites(file).rows[1].outcome == Outcome.REFUSED


@pytest.mark.usefixtures("reference_lists")
def test_an_id_that_two_plants_bear_is_refused_the_second_time(file: Path) -> None:
    report = load_sites(written(file, plant(7), plant(7, SiteName="Et annet verk")))
    assert [one.outcome for one in report.rows] == [Outcome.CREATED, Outcome.REFUSED]


@pytest.mark.usefixtures("reference_lists")
def test_a_row_that_stands_there_twice_is_merged(file: Path) -> None:
    report = load_sites(written(file, plant(7), plant(7)))
    assert [one.outcome for one in report.rows] == [Outcome.CREATED, Outcome.MERGED]


@pytest.mark.usefixtures("reference_lists")
def test_a_dry_run_tells_everything_and_saves_nothing(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(
        "import_sites", written(file, plant(7)), format="hotmaps", dry_run=True, verbosity=1
    )
    told = capsys.readouterr().out
    assert "row 2" in told
    assert "Verk 7" in told
    assert nothing_is_saved()


@pytest.mark.usefixtures("reference_lists")
def test_the_report_is_a_table_that_no_spreadsheet_runs(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    written(file, plant(7, SiteName="=HYPERLINK(1)"), plant(8, Address="Postboks 1"))
    imported(file, report=target)
    with target.open(encoding="utf-8-sig", newline="") as lines:
        first, second = csv.DictReader(lines)
    assert (first["row"], first["site"], first["outcome"]) == ("2", "'=HYPERLINK(1)", "created")
    assert (second["flagged"], second["notes"].partition(":")[0]) == ("yes", "Address")


@pytest.mark.usefixtures("reference_lists")
def test_the_report_is_written_when_rows_are_refused(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.csv"
    with pytest.raises(CommandError):
        imported(written(file, plant(7, Country="?")), report=target)
    assert "refused" in target.read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("reference_lists")
def test_a_report_that_cannot_be_written_saves_nothing(file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="report"):
        imported(written(file, plant(7)), report=tmp_path / "missing" / "report.csv")
    with pytest.raises(CommandError, match="overwrite"):
        imported(file, report=file)
    assert nothing_is_saved()
    assert file.read_text(encoding="utf-8").startswith("SiteID")
