"""From a file to a plan: what would be created, changed and left alone. Nothing is written here.

The same plan is made again when it is carried out; a digest tells whether it is still the one that
somebody has seen.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model

from companies.models import Company
from streams.disclosure import Policy, effective_policy
from streams.imports.sheets.altered import Altered
from streams.imports.sheets.checking import (
    check_months,
    check_references,
    check_together,
    check_whole,
)
from streams.imports.sheets.comparing import (
    altered_analyses,
    altered_policy,
    altered_values,
    altered_years,
)
from streams.imports.sheets.months import altered_months
from streams.imports.sheets.opened import Sheet
from streams.imports.sheets.records import COLUMNS
from streams.imports.sheets.tables import Findings, Problem, tables_in
from streams.imports.sheets.wanted import Wanted, wanted_in
from streams.quantities.intervals import Interval
from streams.register.bulk import Change
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Kind, State

BATCH = 500
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """One record that would be written, and every field of it that would become another."""

    change: Change
    title: str
    sheet: str
    row: int
    lines: Sequence[Altered]


@dataclass(slots=True)
class Plan:
    """All of a file. With problems, nothing of it can be carried out."""

    created: list[Planned] = field(default_factory=list)
    changed: list[Planned] = field(default_factory=list)
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        return [one.change for one in (*self.created, *self.changed)]

    def digest(self) -> str:
        """Alike exactly for plans that write the same to the same versions of the same records."""
        found = hashlib.sha256()
        for change in self.changes:
            found.update(json.dumps(canonical(change), sort_keys=True).encode())
        return found.hexdigest()


def plan_for(sheets: Sequence[Sheet], company: Company, progress: Progress) -> Plan:
    """Reads the sheets beside the register as it is now. Raises FileRefusedError."""
    findings = Findings()
    tables = tables_in(sheets, findings)
    wanted = wanted_in(tables, company, findings)
    plan = Plan(problems=findings.problems, notes=findings.notes)
    default = effective_policy(company.disclosure_defaults)
    for first in range(0, len(wanted), BATCH):
        part = wanted[first : first + BATCH]
        add_planned(plan, findings, part, default)
        progress(first + len(part), len(wanted))
    check_references(wanted, company, findings)
    plan.problems.sort(key=lambda one: (one.sheet, one.row, one.column or 0))
    return plan


def add_planned(plan: Plan, findings: Findings, wanted: Sequence[Wanted], default: Policy) -> None:
    records = records_of(one.known.pk for one in wanted if one.known)
    for one in wanted:
        record = records.get(one.known.pk) if one.known else None
        found = planned(one, record, default, findings)
        if found is None:
            plan.same += 1
        elif record is None:
            plan.created.append(found)
        else:
            plan.changed.append(found)


def records_of(ids: Iterator[str]) -> dict[str, Record]:
    """With all their parts."""
    known = Record.objects.filter(pk__in=list(ids)).select_related("material", "waste_code")
    parts = known.select_related("site").prefetch_related(
        "quantities", "years", "analyses__constituents"
    )
    return {record.pk: record for record in parts}


def planned(
    one: Wanted, record: Record | None, default: Policy, findings: Findings
) -> Planned | None:
    said = dict(one.line.said) if one.line else {}
    if record is None:
        check_whole(one, said, findings)
        said = without_state(said)
    values, lines = altered_values(record, said)
    policy, more = altered_policy(record, said, default, one.kind)
    months, of_months = altered_months(record, said)
    years, of_years = altered_years(record, (year for _line, year in one.years), one.kind)
    analyses, of_analyses = altered_analyses(record, [said for _line, said in one.analyses])
    lines = [*lines, *of_months, *of_years, *of_analyses, *more]
    check_months(one, said, record, findings)
    if record is not None and not lines:
        return None
    site = values.pop("site", record.site if record else None)
    draft = RecordDraft(
        values={**values_in(values), **months},
        quantities=quantities_in(values, record),
        years=years,
        analyses=analyses,
        policy=policy,
    )
    check_together(one, draft, record, findings)
    change = Change(
        one.kind, site, draft, record.pk if record else None, record.version if record else None
    )
    at = one.at
    return Planned(
        change, one.title, at.table.sheet.name if at else "", at.row + 1 if at else 0, lines
    )


def without_state(said: Mapping[str, Any]) -> dict[str, Any]:
    """New records come in as drafts or published as is decided on confirming; those that have
    ended stay so.
    """
    kept = said.get("state") == State.DISCONTINUED
    return {key: value for key, value in said.items() if key != "state" or kept}


def values_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Plain fields. What becomes of the state of a new record is decided on confirming."""
    return {
        column.key: values[column.key]
        for column in COLUMNS
        if column.part == "values" and column.key in values and column.key != "site"
    }


def quantities_in(values: Mapping[str, Any], record: Record | None) -> dict[str, Interval] | None:
    """All quantities as they would be, None when none changes."""
    told = {c.key: values[c.key] for c in COLUMNS if c.part == "quantities" and c.key in values}
    if not told:
        return None
    known = {row.key: row.interval for row in record.quantities.all()} if record else {}
    return {key: value for key, value in {**known, **told}.items() if value is not None}


def canonical(change: Change) -> list[Any]:
    """Plain values of all that a change would write."""
    draft = change.draft
    return [
        change.kind, change.site.pk if change.site else None, change.record_id, change.version,
        {key: simple(value) for key, value in draft.values.items()},
        {key: simple(value) for key, value in (draft.quantities or {}).items()},
        [[one.year, simple(one.amount), one.method, simple(one.determined_on)]
         for one in draft.years or ()],
        [[simple(one.analysed_on), one.method, one.basis, one.is_typical,
          one.is_copied, one.source,
          [[part.substance, simple(part.share), part.unit, part.is_trace]
           for part in one.constituents]] for one in draft.analyses or ()],
        draft.policy,
        [draft.quantities is None, draft.years is None, draft.analyses is None],
    ]  # fmt: skip


def simple(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Interval):
        return [repr(value.low), repr(value.high)]
    return value.isoformat() if isinstance(value, date) else value


def with_state(change: Change, *, published: bool) -> Change:
    """A new record as it comes in: a draft, unless published on confirming or long since ended."""
    if change.record_id is not None:
        return change
    state = State.PUBLISHED if published else State.DRAFT
    if change.draft.values.get("state") == State.DISCONTINUED:
        state = State.DISCONTINUED
    values = {**change.draft.values, "state": state.value}
    draft = RecordDraft(
        values, change.draft.quantities, change.draft.years, change.draft.analyses,
        change.draft.policy,
    )  # fmt: skip
    return Change(Kind(change.kind), change.site, draft)
