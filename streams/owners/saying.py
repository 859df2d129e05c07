"""What a field of a listing says, in one line, beside the choice of who sees it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from streams.disclosure import Field
from streams.vocabulary import Kind
from streams.web.cards import critical, enumerated
from streams.web.facts import bars, lines_of
from streams.web.numbers import written

MANY_ROWS = frozenset({Field.COMPOSITION, Field.TRACES, Field.CRM, Field.HISTORY})


def said_of(field: Field, facts: Mapping[str, Any], kind: Kind) -> str:
    """ "220 000 t per year", "7 substances, SiO2 40–44 %"; "" when nothing is filled in."""
    if field not in MANY_ROWS:
        return all_lines(field, facts, kind)
    if field == Field.CRM:
        return enumerated(str(one["name"]) for one in critical(facts))
    if field == Field.HISTORY:
        years = facts.get("history", [])
        return f"{years[0]['year']}–{years[-1]['year']}" if years else ""
    rows = bars(facts.get(field.value, {}))
    if not rows:
        return ""
    count = ngettext("%s substance", "%s substances", len(rows)) % written(len(rows))
    return gettext("%(count)s, such as %(name)s %(share)s") % {
        "count": count, "name": rows[0]["label"], "share": rows[0]["text"],
    }  # fmt: skip


def all_lines(field: Field, facts: Mapping[str, Any], kind: Kind) -> str:
    """Everything that the choice is about; each with its label where there are several."""
    shown = [line for line in lines_of(field, facts, kind) if line["fact"]]
    if len(shown) == 1:
        return str(shown[0]["fact"]["text"])
    return " · ".join(f"{line['label']}: {line['fact']['text']}" for line in shown)


def band_of(field: Field, facts: Mapping[str, Any], kind: Kind) -> str:
    """What everyone would read: an example where there are many rows."""
    if field in (Field.COMPOSITION, Field.TRACES):
        rows = bars(facts.get(field.value, {}))
        return first_of(rows) if rows else ""
    if field in (Field.OWNER, Field.PLACE):
        return last_line(field, facts, kind)
    return said_of(field, facts, kind)


def first_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """ "SiO2 20–50 % + 3 more"."""
    first = f"{rows[0]['label']} {rows[0]['text']}"
    if len(rows) == 1:
        return first
    return gettext("%(first)s + %(count)s more") % {
        "first": first, "count": written(len(rows) - 1),
    }  # fmt: skip


def last_line(field: Field, facts: Mapping[str, Any], kind: Kind) -> str:
    shown = [line["fact"]["text"] for line in lines_of(field, facts, kind) if line["fact"]]
    return str(shown[-1]) if shown else ""
