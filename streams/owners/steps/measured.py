"""Pages with measured quantities: properties and classification, handling and contact."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.measures import MEASURES
from streams.owners.fields import measure_field
from streams.owners.steps.base import Remark, Step
from streams.reference.models import WasteCode
from streams.reference.queries import resolve_waste_code
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Handling, WasteStatus

YES_NO = [("", _("Do not know")), ("true", _("Yes")), ("false", _("No"))]


class MeasuredStep(Step):
    """Quantities by key, and plain values of the record beside them."""

    keys: ClassVar[tuple[str, ...]] = ()
    plain: ClassVar[tuple[str, ...]] = ()

    def prepare(self) -> None:
        own = {key: measure_field(MEASURES[key]) for key in self.keys}
        self.fields = {**own, **self.fields}

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        known = {row.key: row.interval for row in record.quantities.all()}
        return {
            **{key: known.get(key) for key in cls.keys},
            **{name: getattr(record, name) for name in cls.plain},
        }

    def draft(self) -> RecordDraft:
        data = self.cleaned_data
        quantities = {key: data[key] for key in self.keys if data[key] is not None}
        return RecordDraft(values={name: data[name] for name in self.plain}, quantities=quantities)


class WasteCodeField(forms.CharField):
    """A code of the European list as people write it."""

    def clean(self, value: Any) -> WasteCode | None:
        text = super().clean(value)
        if not text:
            return None
        found = resolve_waste_code(text.split(" – ")[0])
        if found is None:
            raise forms.ValidationError(_("There is no such code. Write six digits, as 10 08 09."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.written if isinstance(value, WasteCode) else value


class PropertiesStep(MeasuredStep):
    slug = "egenskaper"
    title = _("Properties and classification")
    lead = _("Fill in what you know. What is left open is shown like what you keep back.")
    keys: ClassVar[tuple[str, ...]] = ("grain_size", "moisture", "density", "ph")
    plain: ClassVar[tuple[str, ...]] = ("waste_status", "hazardous", "waste_code")

    waste_status = forms.ChoiceField(
        label=_("Waste or by-product"),
        required=False,
        choices=[("", ""), *WasteStatus.choices],
        help_text=_("A by-product is sold or used as it is; waste is what you must get rid of."),
    )
    hazardous = forms.TypedChoiceField(
        label=_("Hazardous waste"), required=False, choices=YES_NO, empty_value=None,
        coerce=lambda text: text == "true",
        help_text=_("As in your permit or declaration."),
    )  # fmt: skip
    waste_code = WasteCodeField(
        label=_("European waste code"),
        required=False,
        max_length=60,
        help_text=_("Six digits, such as 10 08 09. A star marks hazardous waste."),
        widget=forms.TextInput({"list": "waste-codes"}),
    )

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        shown = super().shown_of(record)
        danger = {True: "true", False: "false", None: ""}
        return {**shown, "hazardous": danger[record.hazardous]}

    def remarks(self) -> list[Remark]:
        code, hazardous = self.cleaned_data["waste_code"], self.cleaned_data["hazardous"]
        if code is None or hazardous is None or code.hazardous == hazardous:
            return []
        text = gettext("%s is not a code for hazardous waste, but you say it is.")
        if code.hazardous:
            text = gettext("%s is a code for hazardous waste, but you say it is not.")
        return [Remark(text % code.written, "hazardous")]


class PracticalStep(MeasuredStep):
    slug = "handtering"
    title = _("Handling and contact")
    lead = _("What happens to it today, and whom somebody who can use it should talk to.")
    plain: ClassVar[tuple[str, ...]] = (
        "handling",
        "availability",
        "contact_name",
        "contact_email",
        "contact_phone",
    )
    keys: ClassVar[tuple[str, ...]] = ("handling_cost",)

    handling = forms.MultipleChoiceField(
        label=_("Today's handling"), required=False, choices=Handling.choices,
        widget=forms.CheckboxSelectMultiple, help_text=_("All that happens to some of it."),
    )  # fmt: skip
    availability = forms.CharField(
        label=_("Availability"),
        required=False,
        max_length=300,
        help_text=_("Such as “from 2027” or “all of it, by ship”."),
    )
    contact_name = forms.CharField(
        label=_("Contact person"),
        required=False,
        max_length=120,
        help_text=_("Someone who knows the material, such as “Kari Nordmann, process engineer”."),
    )
    contact_email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Such as kari.nordmann@company.no.")
    )
    contact_phone = forms.CharField(
        label=_("Phone"), required=False, max_length=30, help_text=_("Such as 38 00 00 00.")
    )


class ContactStep(PracticalStep):
    """For heat and gas, which are handled in no other way and have no cost of handling."""

    title = _("Availability and contact")
    lead = _("When it is to be had, and whom somebody who can use it should talk to.")
    plain: ClassVar[tuple[str, ...]] = (
        "availability",
        "contact_name",
        "contact_email",
        "contact_phone",
    )
    keys: ClassVar[tuple[str, ...]] = ()
    handling = None  # type: ignore[assignment]
