"""What only shows once a row is seen as a whole, beside the register and the other rows.

The cells were checked as they were read; what is wrong here is told at a cell, too.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from companies.models import Company, Site
from streams.imports.sheets.headings import Heading
from streams.imports.sheets.lines import Line
from streams.imports.sheets.months import MONTH_COLUMNS, UNIT, months_fault
from streams.imports.sheets.records import COLUMNS
from streams.imports.sheets.tables import Findings
from streams.imports.sheets.wanted import Wanted
from streams.register.checks import share_problems
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.register.services import ENDED
from streams.vocabulary import Kind, State

MONTHLY = (UNIT, *(column.key for column in MONTH_COLUMNS))


def tell(
    line: Line, heading: Heading | None, error: ValidationError | str, findings: Findings
) -> None:
    line.faults += 1
    findings.wrong(line.table, line.row, heading, error)


def check_whole(one: Wanted, said: Mapping[str, Any], findings: Findings) -> None:
    """A new record needs what makes it one; said at the column, or at the row without one."""
    assert one.line is not None
    for column in COLUMNS:
        heading = one.line.table.by_key.get(column.key)
        unread = heading is not None and column.key not in said
        if column.missing and not unread and said.get(column.key) in (None, ""):
            tell(one.line, heading, f"{column.label}: {column.missing}", findings)


def check_together(
    one: Wanted, draft: RecordDraft, record: Record | None, findings: Findings
) -> None:
    """Values that each are possible and together are not, as the forms tell it."""
    faults = [
        *fault_of_years(draft, record),
        *faults_of_quantities(draft),
        *faults_of_ending(one, draft, record),
    ]
    for key, text in faults:
        if one.at is not None:
            tell(one.at, one.at.table.by_key.get(key), text, findings)


def fault_of_years(draft: RecordDraft, record: Record | None) -> list[tuple[str, str]]:
    opened, closed = (
        draft.values.get(name, getattr(record, name, None))
        for name in ("opened_year", "closed_year")
    )
    if not opened or not closed or opened <= closed:
        return []
    return [("closed_year", gettext("It cannot have closed before it opened."))]


def faults_of_quantities(draft: RecordDraft) -> list[tuple[str, str]]:
    found = [("biogenic_share", text) for text in share_problems(draft)]
    known = draft.quantities or {}
    supply, back = known.get("temperature"), known.get("return_temperature")
    if supply and back and back.low > supply.high:
        found.append(("return_temperature", gettext("It cannot come back hotter than it leaves.")))
    return found


def faults_of_ending(
    one: Wanted, draft: RecordDraft, record: Record | None
) -> list[tuple[str, str]]:
    """What is not discontinued would lose its reason as it is saved."""
    state = draft.values.get("state", record.state if record else State.DRAFT)
    if one.line is None or state == State.DISCONTINUED:
        return []
    text = gettext("Only what is discontinued has this. Empty the cell, or change the status.")
    return [(key, text) for key in ENDED if one.line.said.get(key)]


def check_months(
    one: Wanted, said: Mapping[str, Any], record: Record | None, findings: Findings
) -> None:
    """Twelve of them and something in them, once each can be read."""
    if one.line is None or one.kind != Kind.HEAT:
        return
    by_key = one.line.table.by_key
    if any(key in by_key and key not in said for key in MONTHLY):
        return
    fault = months_fault(record, said)
    if fault:
        key, text = fault
        heading = next((by_key[name] for name in (key, *MONTHLY) if name in by_key), None)
        tell(one.line, heading, text, findings)


def check_references(wanted: Sequence[Wanted], company: Company, findings: Findings) -> None:
    """Own references tell records of one site apart, those of the file and the others together."""
    in_file = {one.known.pk for one in wanted if one.known and one.line}
    others = Record.objects.filter(site__company=company).exclude(own_reference="")
    taken: Counter[tuple[int | None, str]] = Counter(
        (site, reference)
        for pk, site, reference in others.values_list("pk", "site_id", "own_reference")
        if pk not in in_file
    )
    for one in wanted:
        if one.line is None:
            continue
        key = place_and_reference(one)
        if not key[1] or key[0] is None:
            continue
        taken[key] += 1
        if taken[key] > 1:
            heading = one.line.table.by_key.get("own_reference")
            text = gettext("Another listing of the site has this reference.")
            tell(one.line, heading, text, findings)


def place_and_reference(one: Wanted) -> tuple[int | None, str]:
    assert one.line is not None
    said, known = one.line.said, one.known
    site = said.get("site")
    reference = said.get("own_reference") or (known.own_reference if known else "")
    return site.pk if isinstance(site, Site) else (known.site_id if known else None), reference
