"""The Hotmaps industrial database (Fraunhofer ISI, open data of the Hotmaps project, CC BY 4.0).

One row for each plant and register it was found in. `Emissions_*_2014` are tonnes of CO2 in 2014,
`Excess_Heat_*` GWh/yr by temperature. An empty cell is unknown, and so is 0: in this database it
means "not estimated".
"""

import math
import re
from collections.abc import Mapping

from django.utils.translation import gettext

from companies.countries import country_names
from streams.imports.sites.names import company_name, has_legal_form, unshouted
from streams.imports.sites.plants import Note, Plant, Point
from streams.imports.sites.tables import Line
from streams.quantities.intervals import Interval

KEY = "hotmaps"
YEAR = 2014
SOURCE = (
    "Hotmaps industridatabase (Fraunhofer ISI, Hotmaps-prosjektet), åpne data; "
    "utslipp 2014 fra kvotesystemet (EU ETS) og E-PRTR"
)
CO2_COLUMNS = {"EU ETS": "Emissions_ETS_2014", "E-PRTR": "Emissions_EPRTR_2014"}
HEAT_COLUMNS = {
    "100-200": "Excess_Heat_100-200C",
    "200-500": "Excess_Heat_200-500C",
    "500": "Excess_Heat_500C",
}
HEAT_TOTAL = "Excess_Heat_Total"
TEMPERATURES: Mapping[str, Interval] = {
    "100-200": Interval(100, 200),
    "200-500": Interval(200, 500),
    "500": Interval(500, math.inf),
}
COLUMNS = (
    "SiteID", "CompanyName", "SiteName", "Address", "CityCode", "City", "Country", "geom",
    "Subsector", *CO2_COLUMNS.values(), *HEAT_COLUMNS.values(), HEAT_TOTAL,
)  # fmt: skip
# "Paper and printing" is a branch of energy statistics; both registers hold its mills only.
DIVISIONS: Mapping[str, str] = {
    "Cement": "23",
    "Chemical industry": "20",
    "Glass": "23",
    "Iron and steel": "24",
    "Non-ferrous metals": "24",
    "Non-metallic mineral products": "23",
    "Paper and printing": "17",
    "Refineries": "19",
}
"""NACE Rev. 2 division by `Subsector`."""
ROUNDING = 0.02
"""GWh that each class, and the total, may be off by rounding."""
LONGEST_ID = 40
_NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?"
_AMOUNT = re.compile(rf"{_NUMBER}(?:e[-+]?[0-9]+)?", re.IGNORECASE)
_POINT = re.compile(rf"SRID=4326;\s*POINT ?\(\s*({_NUMBER}) ({_NUMBER})\s*\)", re.IGNORECASE)


def plant_of(line: Line) -> tuple[Plant | None, list[Note]]:
    """The plant of a row; or none, and every reason why the row cannot be used."""
    if line.problem:
        return None, [Note(gettext("the row"), line.problem)]
    cells = _Cells(line.cells)
    site, heat = cells.needed("SiteName"), cells.heat()
    plant = Plant(
        row=line.row,
        site_id=cells.site_id(),
        company=cells.company(site),
        owner=line.cells["CompanyName"],
        site=site,
        address=line.cells["Address"],
        postal_code=line.cells["CityCode"],
        city=line.cells["City"],
        country=cells.country(),
        point=cells.point(),
        subsector=line.cells["Subsector"],
        co2=cells.co2(),
        heat=heat,
        heat_total=cells.heat_total(heat),
        notes=tuple(cells.notes),
    )
    return (None, cells.problems) if cells.problems else (plant, [])


class _Cells:
    """Reads the cells of a row and gathers what is wrong and what is to be told."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self.problems: list[Note] = []
        self.notes: list[Note] = []

    def refuse(self, column: str, text: str) -> None:
        self.problems.append(Note(column, text))

    def flag(self, column: str, text: str) -> None:
        self.notes.append(Note(column, text))

    def needed(self, column: str) -> str:
        if not self.cells[column]:
            self.refuse(column, gettext("is empty, and is needed"))
        return self.cells[column]

    def site_id(self) -> str:
        """What makes it the same plant when the file is loaded again."""
        found = self.needed("SiteID")
        if len(found) > LONGEST_ID:
            self.refuse("SiteID", gettext("is longer than %s characters") % LONGEST_ID)
        return found

    def company(self, site: str) -> str:
        """From its own cell, else from a site's name that is a company's name."""
        if written := self.cells["CompanyName"]:
            return unshouted(company_name(written), site)
        if has_legal_form(site):
            self.flag("CompanyName", gettext("is empty; the site bears a company's name"))
            return unshouted(company_name(site), site)
        self.refuse("CompanyName", gettext("is empty, and the site bears no company's name"))
        return ""

    def country(self) -> str:
        written = self.needed("Country").casefold()
        names = country_names("en").items()
        code = next((code for code, name in names if name.casefold() == written), "")
        if written and not code:
            message = gettext("“%s” is not the English name of a country")
            self.refuse("Country", message % self.cells["Country"])
        return code

    def point(self) -> Point | None:
        written = self.cells["geom"]
        if not written:
            return None
        found = _POINT.fullmatch(written)
        point = Point(float(found[2]), float(found[1])) if found else None
        if point is None:
            message = gettext("“%s” is not of the form SRID=4326;POINT(longitude latitude)")
            self.refuse("geom", message % written)
        elif abs(point.latitude) > 90 or abs(point.longitude) > 180:
            self.refuse("geom", gettext("“%s” is no place on Earth") % written)
            return None
        return point

    def amount(self, column: str) -> float | None:
        """Zero or more; None where the cell is empty or refused."""
        written = self.cells[column]
        if not written:
            return None
        if not _AMOUNT.fullmatch(written):
            message = gettext("“%s” is not a number written as 1234.5")
            self.refuse(column, message % written)
            return None
        value = float(written)
        if value < 0 or math.isinf(value):
            self.refuse(column, gettext("“%s” cannot be an amount of a year") % written)
            return None
        return value

    def co2(self) -> dict[str, float]:
        """A zero is told here, since these columns are empty where nothing is known."""
        found = {register: self.amount(column) for register, column in CO2_COLUMNS.items()}
        for register, value in found.items():
            if value == 0:
                self.flag(CO2_COLUMNS[register], gettext("is 0; taken as unknown"))
        return {register: value for register, value in found.items() if value}

    def heat(self) -> dict[str, float]:
        found = {key: self.amount(column) for key, column in HEAT_COLUMNS.items()}
        return {key: value for key, value in found.items() if value}

    def heat_total(self, heat: Mapping[str, float]) -> float | None:
        """Only where no class is known; otherwise it is held against their sum."""
        total = self.amount(HEAT_TOTAL)
        if not heat or not total:
            return total or None
        if abs(sum(heat.values()) - total) > ROUNDING * (len(heat) + 1):
            message = gettext("is %(total)g, and the classes make %(sum)g GWh; the classes count")
            self.flag(HEAT_TOTAL, message % {"total": total, "sum": sum(heat.values())})
        return None
