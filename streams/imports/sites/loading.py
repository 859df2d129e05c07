"""Loads a file of a known format. Everything or nothing: the caller's transaction decides."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from streams.imports.sites import hotmaps
from streams.imports.sites.groups import grouped, is_same
from streams.imports.sites.known import Known
from streams.imports.sites.places import Gazetteer, place_of_group
from streams.imports.sites.plants import Group, Note, Plant
from streams.imports.sites.report import Outcome, Report, RowReport
from streams.imports.sites.tables import FileRefusedError, Line, lines_of
from streams.imports.sites.telling import industries_of, key_of, tell_of_group
from streams.imports.sites.writing import write_group
from streams.register.services import changed_together

Progress = Callable[[Sequence[Group]], Iterable[Group]]
FORMATS = (hotmaps.KEY,)


def load_sites(path: Path, progress: Progress = iter) -> Report:
    """Bring everything up to date with a file of the Hotmaps database, and tell it by row.

    `progress` passes the plants on, one by one. Rows that are refused are not written; whether
    the others stay is for the caller. Raises OSError, and FileRefusedError.
    """
    lines = lines_of(path, hotmaps.COLUMNS)
    known = Known.read()
    if not known.has_lists():
        raise FileRefusedError(
            gettext("The reference lists are missing. Run load_reference first.")
        )
    plants, refused = _plants(lines)
    groups = grouped(plants)
    divisions, gazetteer = industries_of(groups), Gazetteer.of(plants)
    rows = list(refused)
    with changed_together():
        for group in progress(groups):
            rows += _loaded(group, divisions, gazetteer, known)
    return Report(sorted(rows, key=lambda row: row.row))


def _plants(lines: Sequence[Line]) -> tuple[list[Plant], list[RowReport]]:
    """The usable rows, and reports of those that are not."""
    plants: dict[str, Plant] = {}
    more: list[Plant] = []
    refused: list[RowReport] = []
    for line in lines:
        plant, problems = hotmaps.plant_of(line)
        first = plants.get(plant.site_id) if plant else None
        if plant and first and not is_same(first, plant):
            text = gettext("“%(id)s” stands in row %(row)s already, for another plant")
            problems = [Note("SiteID", text % {"id": plant.site_id, "row": first.row})]
        if problems or plant is None:
            refused.append(_refused_line(line, problems))
        elif first:
            more.append(plant)
        else:
            plants[plant.site_id] = plant
    return sorted([*plants.values(), *more], key=lambda plant: plant.row), refused


def _refused_line(line: Line, problems: Sequence[Note]) -> RowReport:
    site_id, site = line.cells.get("SiteID", ""), line.cells.get("SiteName", "")
    return RowReport(line.row, site_id, site, Outcome.REFUSED, problems)


def _loaded(
    group: Group, divisions: Mapping[tuple[str, str], str], gazetteer: Gazetteer, known: Known
) -> list[RowReport]:
    """Reports of a plant's rows: its first row bears what became of it, the others are merged."""
    judged = place_of_group(group, gazetteer)
    tell_of_group(group, known)
    try:
        with transaction.atomic():
            outcome = write_group(group, judged, divisions[key_of(group.first)], known)
    except ValidationError as error:
        return [_report(plant, Outcome.REFUSED, _problems(error)) for plant in group.plants]
    outcomes = [outcome, *[Outcome.MERGED] * (len(group.plants) - 1)]
    return [
        _report(plant, outcome, group.notes_of(plant))
        for plant, outcome in zip(group.plants, outcomes, strict=True)
    ]


def _report(plant: Plant, outcome: Outcome, notes: Sequence[Note]) -> RowReport:
    return RowReport(plant.row, plant.site_id, plant.site, outcome, notes)


def _problems(error: ValidationError) -> list[Note]:
    if not hasattr(error, "error_dict"):
        return [Note("", text) for text in error.messages]
    return [Note(name, text) for name, texts in error.message_dict.items() for text in texts]
