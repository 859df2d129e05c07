"""What is wrong on a page, field by field, in its rows too: for its summary and while one types."""

from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from streams.owners.steps.base import Step


class Wrong(TypedDict):
    """What components/error_summary.html says of one field: its id, "" for the page as a whole."""

    id: str
    label: str
    text: str


def wrong_fields(page: Step) -> list[Wrong]:
    """Every field of the page that cannot be saved as it is, and the page itself."""
    fields = page if page.is_bound else ()
    own = [wrong_field(bound, str(bound.label)) for bound in fields if bound.errors]
    return [*wrong_whole(page.non_field_errors()), *own, *wrong_rows(page)]


def wrong_rows(page: Step) -> list[Wrong]:
    """The same of the tables, each with the number of its row as people count."""
    return [one for rows in page.tables() if rows.is_bound for one in wrong_of(rows)]


def wrong_of(rows: Any) -> Iterator[Wrong]:
    yield from wrong_whole(rows.non_form_errors())
    for number, row in enumerate(rows, 1):
        yield from wrong_whole(row.non_field_errors())
        for bound in row:
            if bound.errors:
                shown = {"number": number, "label": bound.label}
                yield wrong_field(bound, _("Row %(number)s, %(label)s") % shown)


def wrong_field(bound: BoundField, label: str) -> Wrong:
    name = "" if bound.is_hidden else bound.auto_id
    return {"id": name, "label": label, "text": " ".join(str(text) for text in bound.errors)}


def wrong_whole(texts: Iterable[object]) -> list[Wrong]:
    return [{"id": "", "label": "", "text": str(text)} for text in texts]
