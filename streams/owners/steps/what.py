"""First page: what it is and where it comes from."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from companies.models import Site
from streams.owners.steps.base import Step
from streams.reference.models import MaterialClass
from streams.reference.queries import materials_by_kind
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Form, Kind


class MaterialField(forms.ChoiceField):
    """A material class of one kind, by group."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=(), **options)
        self.materials: dict[str, MaterialClass] = {}

    def offer(self, kind: Kind) -> None:
        self.materials = {one.code: one for one in materials_by_kind(kind)}
        self.choices = [("", ""), *grouped(self.materials.values())]

    def clean(self, value: Any) -> MaterialClass:
        return self.materials[super().clean(value)]

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "pk", value)


def grouped(materials: Any) -> Iterator[tuple[str, Any]]:
    """Options by group, each group itself first: a listing may be of no finer class."""
    groups: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    for one in materials:
        if one.parent_id is None:
            groups[one.code] = (one.name, [(one.code, one.name)])
        else:
            groups[one.parent_id][1].append((one.code, one.name))
    for name, options in groups.values():
        yield (name, options) if len(options) > 1 else options[0]


EXAMPLES: Mapping[str, Mapping[Kind, Any]] = {
    "title_text": {
        Kind.MATERIAL: _(
            "Such as “Granulated silicomanganese slag”. Leave the company's name out."
        ),
        Kind.HEAT: _("Such as “Cooling water from furnaces, 30 °C”. Leave the company's name out."),
        Kind.GAS: _("Such as “CO₂ in flue gas from lime burning”. Leave the company's name out."),
        Kind.DEPOSIT: _("Such as “Old slag heap by the fjord”. Leave the company's name out."),
    },
    "material": {
        Kind.MATERIAL: _("The closest one there is. It decides who finds the listing."),
        Kind.HEAT: _("What carries the heat, such as steam or cooling water."),
        Kind.GAS: _("The gas that matters most, such as CO₂."),
        Kind.DEPOSIT: _("What lies there, such as slag or tailings."),
    },
    "process": {
        Kind.MATERIAL: _(
            "Such as “tapping of furnace 2”. Only you see this unless you choose otherwise."
        ),
        Kind.HEAT: _(
            "Such as “cooling of furnace shells”. Only you see this unless you choose otherwise."
        ),
        Kind.GAS: _(
            "Such as “calcining in kiln 1”. Only you see this unless you choose otherwise."
        ),
        Kind.DEPOSIT: _(
            "Such as “smelting until 1998”. Only you see this unless you choose otherwise."
        ),
    },
    "description": {
        Kind.MATERIAL: _("What someone who could use it would ask first, such as “hard, no dust”."),
        Kind.HEAT: _(
            "What someone who could use it would ask first, such as “stops two weeks in July”."
        ),
        Kind.GAS: _("What someone who could use it would ask first, such as “washed and dried”."),
        Kind.DEPOSIT: _(
            "What someone who could use it would ask first, such as “covered with soil”."
        ),
    },
}
"""Help with an example at each field, for each kind."""


class WhatStep(Step):
    slug = "hva"
    title = _("What and where from")
    lead = _("The title and the material are seen by everyone who may see the listing at all.")

    title_text = forms.CharField(
        label=_("Title"),
        max_length=120,
    )
    material = MaterialField(label=_("Material"))
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[("", ""), *Form.choices],
        help_text=_("As it is delivered, such as dust or filter cake."),
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=_("Site"),
        empty_label=None,
        help_text=_("Where it arises or lies. You choose later who sees the place."),
    )
    own_reference = forms.CharField(
        label=_("Own reference"),
        required=False,
        max_length=80,
        help_text=_("Your own number or name for it. Never shown to others."),
    )
    process = forms.CharField(
        label=_("Process it comes from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )

    def prepare(self) -> None:
        self.fields["material"].offer(self.kind)  # type: ignore[attr-defined]
        sites = Site.objects.filter(company=self.record.site.company)
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        for name, texts in EXAMPLES.items():
            self.fields[name].help_text = texts[self.kind]
        if self.kind not in (Kind.MATERIAL, Kind.DEPOSIT):
            del self.fields["form"]

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        return {
            "title_text": record.title,
            "material": record.material_id,
            "form": record.form,
            "site": record.site_id,
            "own_reference": record.own_reference,
            "process": record.process,
            "description": record.description,
        }

    def draft(self) -> RecordDraft:
        values = dict(self.cleaned_data)
        values["title"] = values.pop("title_text")
        return RecordDraft(values=values)
