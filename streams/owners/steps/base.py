"""A page of the registration: a form that reads one part of a record and makes a draft of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import QueryDict

from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Kind

if TYPE_CHECKING:
    from django.forms import BaseFormSet

    Rows = BaseFormSet[Any]


class Step(forms.Form):
    """One page. Subclasses say what they show of a record and what they make of what is typed."""

    slug: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any] = ""
    template: ClassVar[str] = "owners/step_fields.html"
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

    def is_valid(self) -> bool:
        rows_hold = self.rows is None or self.rows.is_valid()
        return super().is_valid() and rows_hold

    def warnings(self) -> list[str]:
        """What a valid page makes one wonder about; it can be saved all the same."""
        return []

    def texts(self) -> dict[str, list[str]]:
        """What a browser would send back if nothing were typed."""
        forms_shown = [self, *([self.rows.management_form, *self.rows] if self.rows else [])]
        return {bound.html_name: texts_of(bound.value()) for form in forms_shown for bound in form}


def texts_of(value: Any) -> list[str]:
    if value in (None, "", False):
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
