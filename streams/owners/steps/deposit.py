"""The page about a deposit: what lies there, since when, how one gets to it, and its area."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from companies.geography import distance_km
from streams.owners.fields import said_interval
from streams.owners.steps.base import Remark
from streams.owners.steps.measured import MeasuredStep
from streams.quantities.intervals import Interval
from streams.quantities.outlines import (
    Ring,
    area_of,
    check_outline,
    read_outline,
    written_outline,
)
from streams.register.drafts import RecordDraft
from streams.register.models import Record
from streams.vocabulary import Setting
from streams.web.numbers import area_text

FAR_KM = 30.0
"""From how far off the site we ask whether the area is the right one: our own rule."""
MUCH = 1.5
"""From which ratio of area stated and area drawn we ask: our own rule."""


class OutlineField(forms.CharField):
    """An area as lines of latitude and longitude, or GeoJSON. Cleans to a ring or None."""

    def clean(self, value: Any) -> Ring | None:
        found = read_outline(super().clean(value))
        if found is not None:
            check_outline(found)
        return found

    def prepare_value(self, value: Any) -> Any:
        return written_outline(value) if isinstance(value, list) else value


class DepositStep(MeasuredStep):
    slug = "deponiet"
    title = _("The deposit")
    lead = _("What lies there, since when, and how one gets to it.")
    template = "owners/step_deposit.html"
    template_follows = "owners/outline_area.html"
    keys: ClassVar[tuple[str, ...]] = ("stock", "area")
    plain: ClassVar[tuple[str, ...]] = (
        "setting", "opened_year", "closed_year", "accessibility", "outline",
    )  # fmt: skip

    setting = forms.ChoiceField(
        label=_("Where it lies"),
        required=False,
        choices=[("", ""), *Setting.choices],
        help_text=_("Everyone who may see the listing sees this."),
    )
    opened_year = forms.IntegerField(
        label=_("In use from"), required=False, min_value=1600, max_value=2200,
        help_text=_("The first year, such as 1974."),
    )  # fmt: skip
    closed_year = forms.IntegerField(
        label=_("In use to"), required=False, min_value=1600, max_value=2200,
        help_text=_("The last year, such as 2003. Leave it blank while it is in use."),
    )  # fmt: skip
    accessibility = forms.CharField(
        label=_("Accessibility"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Road, quay, cover, ownership of the ground, such as “road to the foot, a metre of "
            "soil on top”."
        ),
    )
    outline = OutlineField(
        label=_("Area on the map"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_(
            "A corner a line, latitude before longitude, such as 58.29, 6.96. GeoJSON is read, too."
        ),
    )

    def own_fields(self) -> list[Any]:
        """All but the area on the map, which has a section of its own."""
        return [field for field in self.visible_fields() if field.name != "outline"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        opened, closed = data.get("opened_year"), data.get("closed_year")
        if opened and closed and opened > closed:
            self.add_error("closed_year", _("It cannot have closed before it opened."))
        return data

    def ring(self) -> Ring | None:
        """The area as far as it can be read, typed or from the register."""
        if not self.is_bound:
            return self.record.outline
        try:
            return self.fields["outline"].clean(self["outline"].value() or "")  # type: ignore[no-any-return]
        except ValidationError:
            return None

    def draft(self) -> RecordDraft:
        """Without an area in numbers, the drawn one's is taken."""
        draft, ring = super().draft(), self.cleaned_data["outline"]
        quantities = dict(draft.quantities or {})
        if ring and "area" not in quantities:
            quantities["area"] = Interval.point(area_of(ring))
        return RecordDraft(values=draft.values, quantities=quantities)

    def remarks(self) -> list[Remark]:
        ring, stated = self.cleaned_data["outline"], self.cleaned_data["area"]
        if not ring:
            return []
        found = [far_text(self.record, ring)]
        texts = [Remark(text, "outline") for text in found if text]
        if stated and not stated.low / MUCH <= area_of(ring) <= stated.high * MUCH:
            shown = area_text(area_of(ring))
            texts.append(Remark(gettext("The area on the map is %s.") % shown, "area"))
        return texts


def far_text(record: Record, ring: Ring) -> str:
    """A question where the area lies far from its site; "" otherwise or when that has no point."""
    site, (longitude, latitude) = record.site, ring[0]
    if site.latitude is None or site.longitude is None:
        return ""
    away = distance_km(site.latitude, site.longitude, latitude, longitude)
    if away < FAR_KM:
        return ""
    text = gettext("The area lies %s from the site. Is it the right one?")
    return text % said_interval(Interval.point(round(away)), "km")
