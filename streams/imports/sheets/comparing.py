"""What a file would change of a record, part by part: before, after, and what to save."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from streams.disclosure import Policy
from streams.imports.sheets.altered import Altered, nothing
from streams.imports.sheets.audiences import LISTED, SEE, audience_heading, policy_of
from streams.imports.sheets.lines import IDENTITY, SaidAnalysis, SaidYear
from streams.imports.sheets.numbers import interval_in_words, same_interval
from streams.imports.sheets.records import BY_KEY
from streams.measures import YEARLY
from streams.reference.queries import resolve_substance
from streams.register.altering import analysis_draft
from streams.register.drafts import AnalysisDraft, ConstituentDraft, YearDraft
from streams.register.models import Record
from streams.vocabulary import Basis, Kind, Method


def altered_values(
    record: Record | None, said: dict[str, Any]
) -> tuple[dict[str, Any], list[Altered]]:
    """Fields and quantities that would change, by key, with what a page says of each."""
    values, lines = {}, []
    for key, value in said.items():
        column = BY_KEY[key]
        if column.part not in ("values", "quantities"):
            continue
        if column.is_kept and value in (None, ""):
            continue
        before = column.value_of(record) if record else None
        if column.same(before, value) if record else value in (None, "", []):
            continue
        values[key] = value
        lines.append(
            Altered(
                partial(str, column.label),
                partial(column.text, before) if record else nothing,
                partial(column.text, value),
            )
        )
    return values, lines


def altered_policy(
    record: Record | None, said: dict[str, Any], default: Policy, kind: Kind
) -> tuple[dict[str, Any] | None, list[Altered]]:
    told = {key: value for key, value in said.items() if BY_KEY[key].part == "policy"}
    before = dict(record.policy) if record else {}
    after = policy_of(told, before, default, kind)
    if after == before:
        return None, []
    keys = [key for key in dict.fromkeys([*before, *after]) if before.get(key) != after.get(key)]
    return after, [
        Altered(
            partial(audience_heading, key),
            partial(audience_text, key, before),
            partial(audience_text, key, after),
        )
        for key in keys
    ]


def audience_text(key: str, policy: dict[str, Any]) -> str:
    if key not in policy:
        return gettext("as for all your listings")
    return BY_KEY[key if key == LISTED else f"{SEE}{key}"].text(policy[key])


def altered_years(
    record: Record | None, said: Iterable[SaidYear], kind: Kind
) -> tuple[list[YearDraft] | None, list[Altered]]:
    """All years as they would be, None when none changes. Years that are not named stay."""
    known = {row.year: year_draft(row) for row in record.years.all()} if record else {}
    after = dict(known)
    for one in said:
        if one.amount is None:
            after.pop(one.year, None)
            continue
        before = after.get(one.year, YearDraft(one.year, one.amount, Method.ESTIMATED.value))
        after[one.year] = replace(before, amount=one.amount, **one.more)
    changed = [
        year for year in sorted({*known, *after})
        if not same_year(known.get(year), after.get(year))
    ]  # fmt: skip
    if not changed:
        return None, []
    unit = YEARLY[kind][1].unit
    lines = [
        Altered(
            partial(year_label, year),
            partial(year_text, known.get(year), unit),
            partial(year_text, after.get(year), unit),
        )
        for year in changed
    ]
    return [after[year] for year in sorted(after)], lines


def year_label(year: int) -> str:
    return f"{gettext('Amount')} {year}"


def year_draft(row: Any) -> YearDraft:
    return YearDraft(row.year, row.interval, row.method, row.determined_on)


def same_year(one: YearDraft | None, two: YearDraft | None) -> bool:
    if one is None or two is None:
        return one is two
    alike = (one.method, one.determined_on) == (two.method, two.determined_on)
    return alike and same_interval(one.amount, two.amount)


def year_text(year: YearDraft | None, unit: str) -> str:
    if year is None:
        return ""
    amount = interval_in_words(year.amount, unit)
    found = [amount, str(Method(year.method).label).lower()]
    if year.determined_on:
        found.append(date_format(year.determined_on))
    return ", ".join(found)


def altered_analyses(
    record: Record | None, said: Sequence[SaidAnalysis]
) -> tuple[list[AnalysisDraft] | None, list[Altered]]:
    """All analyses as they would be, None when none changes. Those that are not named stay."""
    known = [analysis_draft(row) for row in record.analyses.all()] if record else []
    after: list[AnalysisDraft | None] = list(known)
    lines = []
    for one, place in zip(said, places_of(said, known), strict=True):
        before = known[place] if place is not None else None
        wanted = analysis_wanted(one, before)
        if same_analysis(before, wanted):
            continue
        lines.append(
            Altered(
                partial(analysis_label, wanted or before),
                partial(parts_text, before),
                partial(parts_text, wanted),
            )
        )
        if place is None:
            after.append(wanted)
        else:
            after[place] = wanted
    return ([one for one in after if one is not None], lines) if lines else (None, [])


DEFAULTS = {
    "analysed_on": None,
    "method": "",
    "basis": Basis.DRY.value,
    "is_typical": False,
    "source": "",
}
MARKS = ("is_typical", "is_copied")
"""What an analysis is until somebody says that it holds for this very listing."""


def places_of(said: Sequence[SaidAnalysis], known: Sequence[AnalysisDraft]) -> list[int | None]:
    """Which of the known analyses each row means, None for a new one. Those that are surely meant
    are taken first, so that the order of rows does not matter.
    """
    found: dict[int, int] = {}
    for means in (is_alike, is_alike_as_told, is_confirmed):
        for row in [row for row in range(len(said)) if row not in found]:
            free = [place for place in range(len(known)) if place not in found.values()]
            meant = [place for place in free if means(said[row], known[place])]
            if meant:
                found[row] = meant[0]
    return [found.get(row) for row in range(len(said))]


def is_alike(one: SaidAnalysis, known: AnalysisDraft) -> bool:
    """In all that tells analyses apart."""
    whole = {**DEFAULTS, **one.known}
    return all(getattr(known, name) == whole[name] for name in IDENTITY)


def is_alike_as_told(one: SaidAnalysis, known: AnalysisDraft) -> bool:
    """In all that the file tells, where that includes a date."""
    told = [name for name in IDENTITY if name in one.known]
    dated = bool(one.known.get("analysed_on"))
    return dated and all(getattr(known, name) == one.known[name] for name in told)


def is_confirmed(one: SaidAnalysis, known: AnalysisDraft) -> bool:
    """Whether a row is a typical composition by its source, and says that it is typical no more."""
    ends = known.is_typical and one.known.get("is_typical") is False and one.known.get("source")
    return bool(ends) and is_alike(replace_known(one, is_typical=True), known)


def replace_known(one: SaidAnalysis, **said: Any) -> SaidAnalysis:
    return replace(one, known={**one.known, **said})


def analysis_wanted(one: SaidAnalysis, before: AnalysisDraft | None) -> AnalysisDraft | None:
    if not one.parts:
        return None
    if before is not None:
        marks = {name: one.known[name] for name in MARKS if name in one.known}
        return replace(before, constituents=one.parts, **marks)
    return AnalysisDraft(one.parts, **{**DEFAULTS, **one.known})


def same_analysis(one: AnalysisDraft | None, two: AnalysisDraft | None) -> bool:
    if one is None or two is None:
        return one is two
    if any(getattr(one, mark) != getattr(two, mark) for mark in MARKS):
        return False
    mine, theirs = parts_by_key(one), parts_by_key(two)
    return mine.keys() == theirs.keys() and all(
        same_interval(mine[key].share, theirs[key].share) for key in mine
    )


def parts_by_key(analysis: AnalysisDraft) -> dict[tuple[str, str, bool], ConstituentDraft]:
    return {(part.substance, part.unit, is_trace(part)): part for part in analysis.constituents}


def is_trace(part: ConstituentDraft) -> bool:
    if part.is_trace is not None:
        return part.is_trace
    known = resolve_substance(part.substance)
    return known.is_trace_by_default if known else False


def analysis_label(analysis: AnalysisDraft | None) -> str:
    assert analysis is not None
    day = date_format(analysis.analysed_on) if analysis.analysed_on else gettext("undated")
    return gettext("Analysis, %s") % day


def parts_text(analysis: AnalysisDraft | None) -> str:
    """ "SiO2 42 wt%, MnO 8–12 wt%, taken over"."""
    if analysis is None:
        return ""
    parts = [
        f"{part.substance} {interval_in_words(part.share, part.unit)}"
        for part in analysis.constituents
    ]
    typical = [gettext("typical for the material")] if analysis.is_typical else []
    copied = [gettext("taken over")] if analysis.is_copied else []
    return ", ".join([*parts, *typical, *copied])
