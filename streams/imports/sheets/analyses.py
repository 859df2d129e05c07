"""Rows and columns of analyses as what they say: constituents, and what is told of the whole."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from streams.cells import ReadCell
from streams.chemistry.checks import check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.species import resolve
from streams.imports.sheets.headings import Heading
from streams.imports.sheets.lines import Line, Linked, Reader, SaidAnalysis, linked_rows
from streams.imports.sheets.reading_cells import choice_of, day_of, interval_of, is_blank, text_of
from streams.imports.sheets.records import BY_KEY, LISTING
from streams.imports.sheets.tables import Findings, Table
from streams.imports.sheets.words import by_word
from streams.register.drafts import ConstituentDraft
from streams.register.models import Analysis
from streams.vocabulary import Basis


def parts_in(reader: Reader) -> list[ConstituentDraft]:
    found = []
    for heading in reader.table.with_substances:
        if is_blank(reader.cells[heading.index]):
            continue
        part = part_in(reader, heading)
        if part is not None:
            found.append(part)
    return found


def checked_parts(reader: Reader, known: Mapping[str, Any]) -> list[ConstituentDraft]:
    """The constituents, with what is wrong with them as a whole said where it is."""
    before = reader.faults
    parts = parts_in(reader)
    if reader.faults > before:
        return parts
    basis = known.get("basis") or Basis.DRY.value
    for problem in check_composition(
        [ConstituentValue(part.substance, part.share, part.unit, basis) for part in parts]
    ):
        if problem.severity == "error":
            reader.wrong(heading_with(reader, problem.constituent), problem.text)
    return parts


def heading_with(reader: Reader, names: str) -> Heading | None:
    """The column of the substance that a problem names first."""
    for one in reader.table.with_substances:
        name = resolve(one.substance.key).name if one.substance else ""
        if name and (names == name or names.startswith(f"{name}, ")):
            return one
    return None


def part_in(reader: Reader, heading: Heading) -> ConstituentDraft | None:
    assert heading.substance is not None
    unit = unit_of(heading)
    share = reader.tried(
        heading,
        lambda: interval_of(
            reader.cells[heading.index], unit, given=heading.unit, language=reader.table.language
        ),
    )
    if share is None:
        return None
    return ConstituentDraft(heading.substance.key, share, unit, heading.is_trace)


def unit_of(heading: Heading) -> str:
    """In which of the register's two units a column is kept."""
    assert heading.substance is not None
    if not heading.unit:
        return heading.substance.unit_default if heading.substance.unit_default else "wt%"
    weight = heading.unit.casefold()
    return "mg/kg" if weight in {"mg/kg", "ppm", "g/t", "µg/kg", "ug/kg", "ppb"} else "wt%"


@cache
def basis_words() -> Mapping[str, Any]:
    return by_word((basis.value, basis.label) for basis in Basis)


@cache
def yes_words() -> Mapping[str, Any]:
    return by_word([(True, gettext_yes()), (False, gettext_no())])


def gettext_yes() -> Any:
    return BY_KEY["hazardous"].pairs[0][1]  # type: ignore[attr-defined]


def gettext_no() -> Any:
    return BY_KEY["hazardous"].pairs[1][1]  # type: ignore[attr-defined]


def analysis_lines(table: Table, findings: Findings, kind_of_link: Linked) -> Iterator[Line]:
    for reader in linked_rows(table, findings):
        found = kind_of_link(reader)
        if found is not None:
            line = Line(table, reader.row, found)
            known = known_in(reader)
            parts = checked_parts(reader, known)
            line.faults = reader.faults
            line.said[LISTING] = reader.text(LISTING)
            line.analyses = [] if line.faults else [SaidAnalysis(known, parts)]
            yield line


def analysis_text(name: str) -> Callable[[ReadCell], str]:
    """No longer than the register has room for."""
    field = Analysis._meta.get_field(name)
    return lambda cell: str(field.clean(text_of(cell), None))  # type: ignore[union-attr]


def known_in(reader: Reader) -> dict[str, Any]:
    """What the columns of the table say of the analysis itself."""
    reads: Mapping[str, Callable[[ReadCell], Any]] = {
        "analysed_on": day_of,
        "method": analysis_text("method"),
        "basis": lambda cell: choice_of(cell, basis_words()) or Basis.DRY.value,
        "is_typical": lambda cell: bool(choice_of(cell, yes_words())),
        "is_copied": lambda cell: bool(choice_of(cell, yes_words())),
        "source": analysis_text("source"),
    }
    return {
        key: reader.tried(heading, lambda key=key: reads[key](reader.cell(key)))  # type: ignore[misc]
        for key, heading in reader.table.by_key.items()
        if key in reads
    }
