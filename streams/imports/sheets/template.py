"""The template of a kind: empty sheets with an example row that is left out when read."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from companies.models import Company
from streams.imports.sheets.guide import guide_sheet
from streams.imports.sheets.months import MONTH_COLUMNS
from streams.imports.sheets.outgoing import (
    OutRow,
    OutSheet,
    SubstanceColumn,
    heads_of,
    sheet_of_analyses,
    sheet_of_years,
    sheet_title,
)
from streams.imports.sheets.records import EXAMPLE, columns_of
from streams.imports.sheets.words import unit_in_words
from streams.measures import YEARLY
from streams.quantities.intervals import Interval
from streams.reference.queries import materials_by_kind
from streams.vocabulary import (
    Basis,
    Form,
    Handling,
    Kind,
    Method,
    MonthlyUnit,
    Profile,
    Setting,
    WasteStatus,
)

COMMON: tuple[SubstanceColumn, ...] = (
    *((key, "wt%", False) for key in ("SiO2", "Al2O3", "CaO", "MgO", "Fe2O3", "MnO", "TiO2",
                                      "Na2O", "K2O", "P2O5", "C", "S", "loi")),
    *((key, "mg/kg", True) for key in ("As", "Cd", "Cr", "Cu", "Hg", "Ni", "Pb", "Zn")),
)  # fmt: skip
"""What analyses of side-streams name most often; others are added as columns."""
SHOWN: Mapping[str, OutRow] = {"SiO2": [42.5], "Al2O3": ["8–12"], "CaO": [21], "MnO": ["ca. 9"],
                               "Cd": ["<0,5"], "Pb": [120]}  # fmt: skip
MONTHS_SHOWN = (9.5, 9, 9, 8.5, 8, 7.5, 6, 7, 8, 8.5, 9.5, 9.5)
"""Per cent of the year, which they add up to."""
EXAMPLES: Mapping[str, Any] = {
    "form": Form.GRANULES, "grain_size": Interval(0.5, 5), "moisture": Interval(3, 5),
    "density": Interval.point(1600), "ph": Interval.point(9.5),
    "waste_status": WasteStatus.BY_PRODUCT, "hazardous": False,
    "handling": [Handling.LANDFILL, Handling.SOLD], "handling_cost": Interval.point(250),
    "temperature": Interval(80, 95), "capacity": Interval.point(12), "profile": Profile.STEADY,
    "concentration": Interval(12, 15), "biogenic_share": Interval.point(0),
    "return_temperature": Interval(40, 50), "monthly_unit": MonthlyUnit.SHARE,
    **dict(zip((column.key for column in MONTH_COLUMNS), MONTHS_SHOWN, strict=True)),
    "fossil_share": Interval.point(100),
    "pressure": Interval.point(1), "gas_temperature": Interval(120, 160),
    "stock": Interval(200_000, 300_000), "area": Interval.point(45_000),
    "outline": [(6.96, 58.29), (6.963, 58.29), (6.963, 58.292), (6.96, 58.292)],
    "setting": Setting.ONSHORE, "opened_year": 1967, "closed_year": 1998,
}  # fmt: skip


def template_sheets(company: Company, kind: Kind) -> list[OutSheet]:
    """Of one kind, with the company's own sites to choose from."""
    names = list(company.sites.order_by("name", "pk").values_list("name", flat=True))
    return [
        guide_sheet([kind]),
        OutSheet(sheet_title(kind), heads_of(kind, names), [example_row(kind, names)], example=1),
        sheet_of_years([example_year(kind)], example=1),
        *analyses_for(kind),
    ]


def example_row(kind: Kind, site_names: Sequence[str]) -> OutRow:
    materials = materials_by_kind(kind)
    fine = [one for one in materials if one.parent_id] or list(materials)
    texts = {
        "own_reference": str(EXAMPLE),
        "title": _("This row shows how, and is not read"),
        "material": fine[0].name if fine else None,
        "site": site_names[0] if site_names else None,
        "availability": _("from 2027"),
    }
    return [
        texts[column.key] if column.key in texts
        else column.cell(EXAMPLES[column.key]) if column.key in EXAMPLES
        else None
        for column in columns_of(kind)
    ]  # fmt: skip


def example_year(kind: Kind) -> OutRow:
    unit = unit_in_words(YEARLY[kind][1].unit)
    return [str(EXAMPLE), None, date.today().year - 1, _("about 10 000"), unit,
            str(Method.MEASURED.label), None]  # fmt: skip


def analyses_for(kind: Kind) -> list[OutSheet]:
    """Heat and gases have none."""
    if kind not in (Kind.MATERIAL, Kind.DEPOSIT):
        return []
    shown = [SHOWN.get(key, [None])[0] for key, _unit, _trace in COMMON]
    row: OutRow = [str(EXAMPLE), None, date(date.today().year - 1, 3, 1), "XRF",
                   str(Basis.DRY.label), None, None, None, *shown]  # fmt: skip
    return [sheet_of_analyses(COMMON, [row], example=1)]
