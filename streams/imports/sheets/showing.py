"""A plan as plain JSON, kept with the upload and shown page by page."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from streams.imports.sheets.planning import Plan, Planned


def plan_as_json(plan: Plan) -> Mapping[str, Any]:
    """{"created": [...], "changed": [...], "same": n, "problems": [...], "notes": [...]}."""
    return {
        "created": [planned_as_json(one) for one in plan.created],
        "changed": [planned_as_json(one) for one in plan.changed],
        "same": plan.same,
        "problems": [asdict(one) for one in plan.problems],
        "notes": plan.notes,
    }


def planned_as_json(one: Planned) -> dict[str, Any]:
    """A record's title and place in the file, with [label, before, after] of every field."""
    return {
        "id": one.change.record_id or "",
        "kind": one.change.kind,
        "title": one.title,
        "sheet": one.sheet,
        "row": one.row,
        "lines": [[line.label(), line.before(), line.after()] for line in one.lines],
    }
