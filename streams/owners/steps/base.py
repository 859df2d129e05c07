"""A page of the registration: a form that reads one part of a record and makes a draft of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext

from streams.owners.fields import IntervalField
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Kind

if TYPE_CHECKING:
    from django.forms import BaseFormSet

    Rows = BaseFormSet[Any]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about what is typed, and the HTML name of the field it is about, if any."""

    text: str
    field: str = ""


class Step(forms.Form):
    """One page. Subclasses say what they show of a record and what they make of what is typed."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    template: ClassVar[str] = "owners/step_fields.html"
    template_above: ClassVar[str] = ""
    """What stands above the form, with forms of its own."""
    is_kept: ClassVar[bool] = True
    """Whether what is typed is kept until saved; a page without fields has nothing to keep."""
    template_follows: ClassVar[str] = ""
    """A picture on the page that follows what is typed, beside what stands beside."""
    rows: "Rows | None" = None

    def __init__(self, record: Record, data: QueryDict | None = None) -> None:
        self.record, self.kind = record, Kind(record.kind)
        super().__init__(data, initial=self.shown_of(record))
        self.prepare()

    def prepare(self) -> None:
        """Adapt the fields to the kind of record; called once they exist."""

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        """Values of the fields as the register has them."""
        raise NotImplementedError

    def draft(self) -> RecordDraft:
        """What a valid page says of the record; parts left out are those of other pages."""
        raise NotImplementedError

    def tables(self) -> "list[Rows]":
        """The sets of rows that belong to the page."""
        return [self.rows] if self.rows is not None else []

    def is_valid(self) -> bool:
        rows_hold = [rows.is_valid() for rows in self.tables()]
        return super().is_valid() and all(rows_hold)

    def remarks(self) -> list[Remark]:
        """What a valid page makes one wonder about; it can be saved all the same."""
        return []

    def warnings(self) -> list[str]:
        return [remark.text for remark in self.remarks()]

    def bound_fields(self) -> Iterator[BoundField]:
        """Every field of the page and of its rows."""
        for form in [self, *(row for rows in self.tables() for row in rows)]:
            yield from form

    def readings(self) -> Iterator[Remark]:
        """How each number with a unit or a word in it was understood."""
        for bound in self.bound_fields() if self.is_bound else ():
            if isinstance(bound.field, IntervalField) and not bound.errors:
                said = bound.field.said_of(str(bound.value() or ""))
                if said:
                    yield Remark(gettext("Read as %s.") % said, bound.html_name)

    def noted(self) -> list[BoundField]:
        """The fields, each with the warnings and readings that belong beside it."""
        warned = self.remarks() if self.is_bound and self.is_valid() else []
        read = list(self.readings())
        fields = [bound for bound in self.bound_fields() if not bound.is_hidden]
        for bound in fields:
            name = bound.html_name
            bound.is_noted = True  # type: ignore[attr-defined]
            bound.warned = [one.text for one in warned if one.field == name]  # type: ignore[attr-defined]
            bound.read = [one.text for one in read if one.field == name]  # type: ignore[attr-defined]
        return fields

    def texts(self) -> dict[str, list[str]]:
        """What a browser would send back if nothing were typed."""
        forms_shown: list[forms.Form] = [self]
        for rows in self.tables():
            forms_shown += [rows.management_form, *rows]
        return {bound.html_name: texts_of(bound.value()) for form in forms_shown for bound in form}


def texts_of(value: Any) -> list[str]:
    """0 is a text of its own: it says that everyone may see."""
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    several = (
        value if isinstance(value, Sequence | frozenset) and not isinstance(value, str) else [value]
    )
    return [str(getattr(one, "pk", one)) for one in several]


def whole_number(text: str, most: int) -> int:
    """The number of rows that a browser claims to send, from 0 to `most` whatever it says."""
    if not (text.isascii() and text.isdigit()):
        return 0
    return min(int(text[:9]), most)


def query_of(texts: Mapping[str, Sequence[str]]) -> QueryDict:
    """Kept texts as a form takes them."""
    data = QueryDict(mutable=True)
    for name, values in texts.items():
        data.setlist(name, list(values))
    return data
