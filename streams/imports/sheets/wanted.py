"""Gathers all that a file says of one record, from whichever of its sheets."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from companies.models import Company
from streams.imports.sheets.analyses import analysis_lines
from streams.imports.sheets.headings import RECORDS
from streams.imports.sheets.known import Index, KnownRecord, index_of, named, sites_of
from streams.imports.sheets.lines import Line, Linked, Reader, SaidAnalysis, SaidYear, Sites
from streams.imports.sheets.records import LISTING
from streams.imports.sheets.rows import record_lines, year_lines
from streams.imports.sheets.tables import Findings, Table
from streams.imports.sheets.words import ANALYSES, YEARS
from streams.reference.queries import folded
from streams.vocabulary import Kind


@dataclass(slots=True)
class Wanted:
    """One record as the file wants it. `line` is its own row, None where only figures came."""

    kind: Kind
    at: Line | None
    line: Line | None = None
    known: KnownRecord | None = None
    years: list[tuple[Line, SaidYear]] = field(default_factory=list)
    analyses: list[tuple[Line, SaidAnalysis]] = field(default_factory=list)

    @property
    def title(self) -> str:
        said = self.line.said.get("title") if self.line else ""
        return str(said or (self.known.title if self.known else ""))


@dataclass(slots=True)
class Gathering:
    """Everything wanted so far, and by which names rows of other sheets can mean it."""

    index: Index
    sites: Sites
    findings: Findings
    found: list[Wanted] = field(default_factory=list)
    by_record: dict[str, Wanted] = field(default_factory=dict)
    by_name: dict[str, list[Wanted]] = field(default_factory=lambda: defaultdict(list))


def wanted_in(tables: Sequence[Table], company: Company, findings: Findings) -> list[Wanted]:
    """In the order of the file; records' own rows are read first."""
    gathering = Gathering(index_of(company), sites_of(company), findings)
    for table in holding(tables, RECORDS):
        for line in record_lines(table, gathering.sites, findings):
            add_record(gathering, line)
    for table in holding(tables, YEARS):
        add_figures(gathering, table, year_lines)
    for table in holding(tables, ANALYSES):
        add_figures(gathering, table, analysis_lines)
    return gathering.found


def holding(tables: Iterable[Table], holds: str) -> Iterator[Table]:
    return (table for table in tables if table.holds == holds)


def add_record(gathering: Gathering, line: Line) -> None:
    known, fault = known_record(gathering.index, line)
    if fault:
        line.faults += 1
        gathering.findings.wrong(line.table, line.row, line.table.by_key.get("id"), fault)
    wanted = Wanted(line.kind, line, line, known)
    wanted.years = [(line, one) for one in line.years]
    wanted.analyses = [(line, one) for one in line.analyses]
    if is_repeated(gathering, wanted):
        line.faults += 1
        text = gettext("This listing stands in the file more than once.")
        gathering.findings.wrong(line.table, line.row, None, text)
        return
    gathering.found.append(wanted)
    remember(gathering, wanted)


def known_record(index: Index, line: Line) -> tuple[KnownRecord | None, str]:
    """Which record a row means, by our id, own reference or title; and what is wrong with it."""
    own_id = line.said.get("id")
    if own_id:
        found = index.by_id.get(own_id)
        if found is None:
            return None, gettext(
                "You have no listing with this id. Leave the cell blank for a new listing."
            )
        return of_kind(found, line)
    candidates = candidates_for(index, line)
    if len(candidates) > 1:
        return None, gettext(
            "Several of your listings are called this. Fill in your own reference, or our id."
        )
    return of_kind(candidates[0], line) if candidates else (None, "")


def of_kind(found: KnownRecord, line: Line) -> tuple[KnownRecord | None, str]:
    if found.kind == line.kind:
        return found, ""
    kind = Kind(found.kind).label
    return None, gettext("This listing is registered as %s. Its kind cannot change.") % kind


def candidates_for(index: Index, line: Line) -> list[KnownRecord]:
    """Those at the row's site go before those elsewhere."""
    reference, title = line.said.get("own_reference", ""), folded(line.said.get("title") or "")
    site = line.said.get("site")
    by_reference = index.by_reference.get(reference, []) if reference else []
    if by_reference:
        return at_site(by_reference, site)
    titled = [one for one in index.by_title.get(title, []) if one.kind == line.kind and title]
    # A row that names a reference may only take over a record that has none yet.
    free = [one for one in titled if not one.own_reference] if reference else titled
    return at_site(free, site)


def at_site(found: list[KnownRecord], site: Any) -> list[KnownRecord]:
    here = [one for one in found if site is not None and one.site_id == site.pk]
    return here or (found if site is None or len(found) == 1 else [])


def is_repeated(gathering: Gathering, wanted: Wanted) -> bool:
    if wanted.known:
        return wanted.known.pk in gathering.by_record
    assert wanted.line is not None
    said = wanted.line.said
    return any(
        one.line is not None
        and one.known is None
        and one.kind == wanted.kind
        and one.line.said.get("own_reference", "") == said.get("own_reference", "")
        and one.line.said.get("site") == said.get("site")
        and (said.get("own_reference") or one.title == wanted.title)
        for one in gathering.by_name.get(name_of(wanted), ())
    )


def name_of(wanted: Wanted) -> str:
    assert wanted.line is not None
    return str(wanted.line.said.get("own_reference") or folded(wanted.title))


def remember(gathering: Gathering, wanted: Wanted) -> None:
    assert wanted.line is not None
    if wanted.known:
        gathering.by_record[wanted.known.pk] = wanted
    said = wanted.line.said
    names = (said.get("own_reference"), folded(wanted.title))
    for name in dict.fromkeys(str(name) for name in names if name):
        gathering.by_name[name].append(wanted)


def add_figures(gathering: Gathering, table: Table, read: Any) -> None:
    """Rows of years or analyses, each put to the record that it names."""
    targets: dict[int, Wanted] = {}

    def kind_of_link(reader: Reader) -> Kind | None:
        target = target_of(gathering, reader)
        if target is None:
            return None
        targets[reader.row] = target
        return target.kind

    link: Linked = kind_of_link
    for line in read(table, gathering.findings, link):
        target = targets[line.row]
        target.at = target.at or line
        target.years += [(line, one) for one in line.years]
        target.analyses += [(line, one) for one in line.analyses]


def target_of(gathering: Gathering, reader: Reader) -> Wanted | None:
    heading = reader.table.by_key.get(LISTING) or reader.table.by_key.get("title")
    text = reader.text(LISTING) or reader.text("title")
    if not text:
        reader.wrong(heading, gettext("Which listing is this for?"))
        return None
    if text in gathering.by_record:
        return gathering.by_record[text]
    found = gathering.by_name.get(text) or gathering.by_name.get(folded(text), [])
    if len(found) == 1:
        return found[0]
    if not found:
        return known_target(gathering, reader, text)
    reader.wrong(heading, several(text))
    return None


def known_target(gathering: Gathering, reader: Reader, text: str) -> Wanted | None:
    """A record that has no row of its own in the file."""
    index, heading = gathering.index, reader.table.by_key.get(LISTING)
    own = index.by_id.get(text)
    found = [own] if own else named(text, [index.by_reference])
    found = found or named(folded(text), [index.by_title])
    if len(found) == 1:
        return wanted_of(gathering, found[0])
    missing = gettext("Neither this file nor your listings have one called “%s”.") % text[:60]
    reader.wrong(heading, several(text) if found else missing)
    return None


def wanted_of(gathering: Gathering, known: KnownRecord) -> Wanted:
    if known.pk not in gathering.by_record:
        wanted = Wanted(Kind(known.kind), None, None, known)
        gathering.by_record[known.pk] = wanted
        gathering.found.append(wanted)
    return gathering.by_record[known.pk]


def several(text: str) -> str:
    return (
        gettext("Several listings are called “%s”. Use your own reference, or our id.") % text[:60]
    )
