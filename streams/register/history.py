"""Who changed what of a record when, and the way back. As secret as the register.

A save is whatever was written under one name in the history (see services.one_save); it is told
apart from others by the triggers' own rows, and told of by its audit line. Called by owners' pages.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from exchange.audit.models import AuditLine
from streams.register.events import Key, Step, steps_of
from streams.register.models import Record

Facts = Mapping[Key, Any]
NEVER_UNDONE = frozenset({("value", "delete_at")})


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after a save; None where it was not there."""

    key: Key
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Save:
    """What one save changed. `line` is None where nobody noted it."""

    name: str
    at: datetime
    line: AuditLine | None
    changes: Sequence[Change]
    is_first: bool = False

    @property
    def actor(self) -> User | None:
        return self.line.actor if self.line else None

    @property
    def action(self) -> str:
        return self.line.action if self.line else ""

    @property
    def through(self) -> str:
        return str(self.line.details.get("through", "")) if self.line else ""

    @property
    def undoes(self) -> str:
        return str(self.line.details.get("undoes", "")) if self.line else ""

    @property
    def can_be_undone(self) -> bool:
        """Not the first one, nothing about files, and nothing about deletion, which has its own
        way back."""
        if self.is_first or not self.name:
            return False
        return all(
            change.key[0] != "document" and change.key not in NEVER_UNDONE
            for change in self.changes
        )


@dataclass(frozen=True, slots=True)
class History:
    """Saves, newest first, and what is registered now."""

    saves: Sequence[Save]
    now: Facts

    def named(self, name: str) -> Save | None:
        return next((save for save in self.saves if save.name == name), None)


def history_of(record: Record) -> History:
    """A save that changed no fact is left out."""
    steps = steps_of(record.pk)
    lines = lines_of(record)
    now: dict[Key, Any] = {}
    saves: list[Save] = []
    for at, name, line, part in in_order(steps, lines):
        changes = applied(now, part)
        if changes:
            saves.append(Save(name, at, line, changes, is_first=not saves))
    return History(saves[::-1], now)


def lines_of(record: Record) -> list[AuditLine]:
    lines = AuditLine.objects.filter(subject=f"record:{record.pk}").select_related("actor")
    return list(lines.order_by("at", "pk"))


Group = tuple[datetime, str, AuditLine | None, Sequence[Step]]


def in_order(steps: Iterable[Step], lines: Sequence[AuditLine]) -> list[Group]:
    """Steps by save, oldest first: by when the save was noted, which follows the record's lock."""
    parts: dict[tuple[str, datetime | None], list[Step]] = {}
    for one in steps:
        parts.setdefault((one.save, None if one.save else one.at), []).append(one)
    noted = {str(line.details.get("save", "")): line for line in lines}
    found = [group(part, noted, lines) for part in parts.values()]
    return sorted(found, key=lambda one: (one[0], one[2].pk if one[2] else 0))


def group(part: list[Step], noted: Mapping[str, AuditLine], lines: Sequence[AuditLine]) -> Group:
    first = part[0]
    line = noted.get(first.save) if first.save else line_after(first.at, lines)
    return line.at if line else first.at, first.save, line, part


def line_after(at: datetime, lines: Sequence[AuditLine]) -> AuditLine | None:
    """For what was written without a name: its transaction began before its line was written."""
    return next((line for line in lines if line.at >= at and "save" not in line.details), None)


def applied(now: dict[Key, Any], part: Sequence[Step]) -> list[Change]:
    """Bring `now` on by one save; what it changed, in the order in which it was written."""
    before: dict[Key, Any] = {}
    for one in part:
        before.setdefault(one.key, now.get(one.key))
        if one.value is None:
            now.pop(one.key, None)
        else:
            now[one.key] = one.value
    changes = [Change(key, value, now.get(key)) for key, value in before.items()]
    return [change for change in changes if change.before != change.after]
