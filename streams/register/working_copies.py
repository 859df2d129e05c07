"""Keeps what people type until they publish it, and tells where two have changed the same.

Nothing here is checked for sense: half a number is kept like a whole one. Called by owners' forms.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from streams.register.models import Record, WorkingCopy
from streams.register.services import require_may_write

Texts = Mapping[str, Sequence[str]]
"""What a form's fields hold, by name, as a browser sends it."""
MOST_CHARACTERS = 300_000
ROW_KEYS = {"years": "year"}
"""Tables whose rows stand for themselves, and the field that tells the rows apart."""
ROW_NEEDS = {"years": "amount"}
"""The field without which such a row says nothing."""
ANY_ROW = "-*-"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field, a row, or all rows of a table, that two have changed to different things."""

    step: str
    unit: str
    before: Texts
    mine: Texts
    theirs: Texts


def working_copy_of(actor: User, record: Record) -> WorkingCopy | None:
    """What this person has typed and not yet published."""
    return WorkingCopy.objects.filter(record=record, author=actor).first()


@transaction.atomic
def keep_typed(
    *,
    actor: User,
    record: Record,
    step: str,
    typed: Texts,
    shown: Texts,
    current: Texts,
    based_on: int,
) -> WorkingCopy:
    """Keep one step as typed. `shown` is what the page showed when it was opened, on version
    `based_on`; `current` what it would show now. What says the same as the register is not kept.

    Raises NotAllowedError, and ValidationError when it is too much to be typed by hand.
    """
    require_may_write(actor, record.site.company)
    whole = {storable(name): [storable(text) for text in texts] for name, texts in typed.items()}
    if len(json.dumps(whole)) > MOST_CHARACTERS:
        raise ValidationError(gettext("This is too much text for one page."))
    held = WorkingCopy.objects.select_for_update().filter(record=record, author=actor).first()
    if (held is None or step not in held.typed) and not differ(whole, current):
        return held or WorkingCopy(record=record, author=actor, based_on=record.version)
    copy, _ = WorkingCopy.objects.select_for_update().get_or_create(
        record=record, author=actor, defaults={"based_on": based_on}
    )
    if step not in copy.shown:
        copy.shown[step] = {name: list(texts) for name, texts in shown.items()}
        copy.based_on = min(copy.based_on, based_on)
    copy.typed[step] = whole
    copy.save()
    return copy


def storable(text: str) -> str:
    """Without NUL, which the database refuses and no keyboard has."""
    return text.replace("\0", "")


@transaction.atomic
def forget_typed(*, actor: User, record: Record) -> None:
    """Throw away what this person has typed about a record."""
    require_may_write(actor, record.site.company)
    WorkingCopy.objects.filter(record=record, author=actor).delete()


@transaction.atomic
def settle(
    *, actor: User, copy: WorkingCopy, typed: Mapping[str, Texts], current: Mapping[str, Texts]
) -> WorkingCopy:
    """Go on from what the register holds now, with what was decided where two disagreed."""
    require_may_write(actor, copy.record.site.company)
    copy.typed = {step: {k: list(v) for k, v in texts.items()} for step, texts in typed.items()}
    copy.shown = {step: {k: list(v) for k, v in texts.items()} for step, texts in current.items()}
    copy.based_on = Record.objects.values_list("version", flat=True).get(pk=copy.record_id)
    copy.save()
    return copy


def disagreements(copy: WorkingCopy, current: Mapping[str, Texts]) -> list[Disagreement]:
    """Where the register has moved since the copy's author looked, and the author moved elsewhere.

    `current` is what each of the copy's steps would show now.
    """
    return [
        one
        for one in compared(copy, current)
        if differ(one.mine, one.theirs)
        and differ(one.theirs, one.before)
        and differ(one.mine, one.before)
    ]


def merged(
    copy: WorkingCopy, current: Mapping[str, Texts], theirs: frozenset[tuple[str, str]]
) -> dict[str, dict[str, list[str]]]:
    """Everything typed, with what only others have changed taken over, and `theirs` besides.

    `theirs` names (step, unit) pairs for which the other's text was chosen.
    """
    chosen: dict[str, list[Texts]] = {step: [] for step in copy.typed}
    for one in compared(copy, current):
        takes_theirs = (one.step, one.unit) in theirs or not differ(one.mine, one.before)
        chosen[one.step].append(one.theirs if takes_theirs else one.mine)
    return {step: put_together(units) for step, units in chosen.items()}


def put_together(units: Sequence[Texts]) -> dict[str, list[str]]:
    """One page's texts again; rows that were apart are counted anew."""
    found: dict[str, list[str]] = {}
    rows: Counter[str] = Counter()
    for texts in units:
        table = next(iter(texts), "").split(ANY_ROW)[0]
        number, is_row = rows[table], table in ROW_KEYS and bool(texts)
        for name, values in texts.items():
            found[name.replace(ANY_ROW, f"-{number}-") if is_row else name] = list(values)
        rows[table] += is_row
    for table, count in rows.items():
        if table in ROW_KEYS:
            found[f"{table}-TOTAL_FORMS"] = found[f"{table}-INITIAL_FORMS"] = [str(count)]
    return found


def compared(copy: WorkingCopy, current: Mapping[str, Texts]) -> list[Disagreement]:
    """Every unit of every step that was typed: before, mine and theirs."""
    found = []
    for step, typed in copy.typed.items():
        before, mine, theirs = (
            by_unit(texts) for texts in (copy.shown.get(step, {}), typed, current[step])
        )
        for unit in dict.fromkeys([*mine, *theirs]):
            sides = (side.get(unit, {}) for side in (before, mine, theirs))
            found.append(Disagreement(step, unit, *sides))
    return found


def by_unit(texts: Texts) -> dict[str, dict[str, list[str]]]:
    """Fields by themselves, and the rows of a table together where they only make sense as a
    whole; each by itself, and without its number, where ROW_KEYS says what tells them apart.
    """
    units: dict[str, dict[str, list[str]]] = {}
    rows = rows_named(texts)
    for name, values in texts.items():
        table, row, field = parted(name)
        if (table, row) in rows:
            units.setdefault(rows[table, row], {})[f"{table}{ANY_ROW}{field}"] = list(values)
        else:
            units.setdefault(table, {})[name] = list(values)
    return units


def rows_named(texts: Texts) -> dict[tuple[str, str], str]:
    """Rows by table and number: named by their key, and by which one of several with the same."""
    found: dict[tuple[str, str], str] = {}
    counted: Counter[str] = Counter()
    for table, row in dict.fromkeys(parted(name)[:2] for name in texts):
        if table in ROW_KEYS and row.isdigit():
            key = " ".join(texts.get(f"{table}-{row}-{ROW_KEYS[table]}", ())).strip()
            name = f"{table}:{key}"
            found[table, row] = f"{name}:{counted[name]}" if counted[name] else name
            counted[name] += 1
    return found


def parted(name: str) -> tuple[str, str, str]:
    """The table, the row and the field of a name; a field of the page itself has no row."""
    table, _, rest = name.partition("-")
    row, _, field = rest.partition("-")
    return table, row, field


def differ(one: Texts, two: Texts) -> bool:
    """Whether they say different things; blank is nothing, and numbers of rows say nothing."""
    return said(one) != said(two)


def said(texts: Texts) -> dict[str, list[str]]:
    found = {
        name: [text.strip() for text in values]
        for name, values in texts.items()
        if any(text.strip() for text in values) and not name.endswith("_FORMS")
    }
    table, is_row, _ = next(iter(texts), "").partition(ANY_ROW)
    return said_of_row(found, f"{table}{ANY_ROW}{ROW_NEEDS[table]}") if is_row else found


def said_of_row(found: dict[str, list[str]], needed: str) -> dict[str, list[str]]:
    """However the number is written, and nothing without it."""
    numbers = ["".join(text.split()).replace("-", "–") for text in found.get(needed, ())]
    return {**found, needed: numbers} if numbers else {}
