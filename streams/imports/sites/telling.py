"""Notes on a plant's rows that follow from all of them together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from streams.imports.sites import hotmaps
from streams.imports.sites.known import CompanyKey, Known, company_key
from streams.imports.sites.listings import co2_of, listings_of
from streams.imports.sites.names import folded
from streams.imports.sites.plants import Group, Note, Plant

WIDE = 1.25
"""Registers that differ by more than this factor are worth a look."""


def key_of(plant: Plant) -> CompanyKey:
    return company_key(plant.country, plant.company)


def industries_of(groups: Sequence[Group]) -> Mapping[CompanyKey, str]:
    """The division of each company whose rows agree; the others' first row is told why not."""
    found: dict[CompanyKey, set[str]] = defaultdict(set)
    for group in groups:
        for plant in group.plants:
            found[key_of(group.first)].add(plant.subsector)
    divisions: dict[CompanyKey, str] = {}
    for key, subsectors in found.items():
        codes = {hotmaps.DIVISIONS.get(subsector, "") for subsector in subsectors}
        divisions[key] = codes.pop() if len(codes) == 1 else ""
    first = {key_of(group.first): group for group in reversed(groups)}
    for key, group in first.items():
        if not divisions[key]:
            _tell_subsector(group, sorted(found[key]))
    return divisions


def _tell_subsector(group: Group, subsectors: Sequence[str]) -> None:
    if len(subsectors) > 1:
        text = gettext("differs among the rows of this company (%s); no industry is set")
        group.tell(group.first, Note("Subsector", text % ", ".join(subsectors)))
    else:
        text = gettext("“%s” is no subsector that we know; no industry is set")
        group.tell(group.first, Note("Subsector", text % subsectors[0]))


def tell_of_group(group: Group, known: Known) -> None:
    """Where rows of one plant differ, what it lacks, and who bears the same name."""
    first = group.first
    for plant in group.plants[1:]:
        text = gettext("the same plant as row %s")
        group.tell(plant, Note("SiteName", text % first.row, is_flag=False))
        if folded(plant.company) != folded(first.company):
            text = gettext("differs from row %s, which counts")
            group.tell(plant, Note("CompanyName", text % first.row))
    amount = co2_of(group)
    if amount and amount.high > WIDE * amount.low:
        columns = ", ".join(hotmaps.CO2_COLUMNS.values())
        text = gettext("differ by more than a quarter; the listing holds both")
        group.tell(first, Note(columns, text))
    if key_of(first) in known.registered:
        text = gettext(
            "a company with a number has this name; kept apart, as the file has no number"
        )
        group.tell(first, Note("CompanyName", text))
    if not listings_of(group):
        text = gettext("no amount is known; the site is kept without a listing")
        group.tell(first, Note("", text, is_flag=False))
