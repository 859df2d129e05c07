"""Small files in the form of the Hotmaps database, of plants that do not exist."""

from pathlib import Path
from typing import Any

from django.core.management import call_command

from streams.imports.sites.hotmaps import COLUMNS
from streams.imports.sites.report import Outcome, Report, RowReport

KVINESDAL = "SRID=4326;POINT(6.8913 58.2768)"
RANA = "SRID=4326;POINT(14.1576 66.3133)"
TRONDHEIM = "SRID=4326;POINT(10.3952 63.4306)"
NORTH_SEA = "SRID=4326;POINT(3.0 57.0)"


def plant(site_id: int | str, **cells: Any) -> dict[str, str]:
    """A sound plant in Kvinesdal that emits CO2, unless the cells say otherwise."""
    zeros = {name: "0.0" for name in COLUMNS if name.startswith("Excess_Heat")}
    usual = {
        "SiteID": site_id,
        "CompanyName": f"Verk {site_id} AS",
        "SiteName": f"Verk {site_id}",
        "Address": "Øyesletta 1",
        "CityCode": "4484",
        "City": "Øyestranda",
        "Country": "Norway",
        "geom": KVINESDAL,
        "Subsector": "Iron and steel",
        "Emissions_ETS_2014": "1000.0",
        **zeros,
        **cells,
    }
    return {name: str(usual.get(name, "")) for name in COLUMNS}


def written(path: Path, *plants: dict[str, str]) -> Path:
    """The plants as a file; values with the separator are quoted, as the database does."""
    lines = [";".join(COLUMNS)]
    lines += [";".join(quoted(row[name]) for name in COLUMNS) for row in plants]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def quoted(cell: str) -> str:
    return f'"{cell}"' if ";" in cell else cell


def imported(path: Path, **options: Any) -> None:
    call_command("import_sites", path, format="hotmaps", verbosity=0, **options)


def row(report: Report, number: int) -> RowReport:
    return next(one for one in report.rows if one.row == number)


def outcomes(report: Report) -> list[Outcome]:
    return [one.outcome for one in report.rows]


def flagged_fields(report: Report, number: int) -> set[str]:
    return {note.field for note in row(report, number).notes if note.is_flag}
