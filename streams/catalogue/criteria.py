"""What somebody searches for: parsed once, the same for pages, API and exports."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.viewers import Viewer
from companies.models import County, Industry, Municipality
from streams.catalogue.choices import Choices
from streams.catalogue.contents import (
    LONGEST_NAME,
    Content,
    Contents,
    checked_number,
    known_substance,
)
from streams.catalogue.names import current_names
from streams.catalogue.place_shown import ShownPlace, place_shown
from streams.catalogue.plain_numbers import DECIMAL, PlainNumber, PlainWholeNumber
from streams.reference.models import CriticalRawMaterial, MaterialClass
from streams.vocabulary import Form, Kind

ORDERINGS = {
    "relevance": _("Best match"),
    "volume": _("Largest first"),
    "tonnes": _("Most tonnes of the material searched for first"),
    "distance": _("Nearest first"),
    "title": _("Title A–Å"),
    "date": _("Newest first"),
}
MAX_PAGE_SIZE = 100
MAX_DEPTH = 10_000
USUAL_RADIUS = 50.0
"""Kilometres, where nobody says how near."""


@dataclass(frozen=True, slots=True)
class Near:
    """A circle: WGS 84 degrees and kilometres; around a listing where one was named."""

    latitude: float
    longitude: float
    radius_km: float
    listing: ShownPlace | None = None


@dataclass(frozen=True, slots=True)
class Criteria:
    """A checked search. Empty means everything; sets are alternatives, fields add up.

    `substance` with its limits is the first condition on what is contained, `contains` are more.
    """

    q: str = ""
    kind: frozenset[str] = frozenset()
    material: frozenset[str] = frozenset()
    substance: str = ""
    wt_min: float | None = None
    wt_max: float | None = None
    contains: tuple[Content, ...] = ()
    crm: frozenset[str] = frozenset()
    volume_min: float | None = None
    volume_max: float | None = None
    county: frozenset[str] = frozenset()
    municipality: frozenset[str] = frozenset()
    near: Near | None = None
    hazardous: bool | None = None
    waste_code: str = ""
    form: frozenset[str] = frozenset()
    temperature_min: float | None = None
    industry: frozenset[str] = frozenset()
    ordering: str = "date"
    page: int = 1
    page_size: int = 25

    def without(self, *names: str) -> Self:
        """The same search with some fields left empty."""
        empty = Criteria()
        return replace(self, **{name: getattr(empty, name) for name in names})

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.page_size

    @property
    def contents(self) -> tuple[Content, ...]:
        """Every condition on what is contained."""
        first = Content(self.substance, self.wt_min, self.wt_max)
        return (first, *self.contains) if self.substance else self.contains

    def without_content(self, place: int) -> Self:
        """The same search without one of those conditions."""
        left = [one for number, one in enumerate(self.contents) if number != place]
        return replace(self.without("substance", "wt_min", "wt_max"), contains=tuple(left))

    @property
    def weighed_substance(self) -> str:
        """The first substance: what tonnes are told of."""
        return self.contents[0].substance if self.contents else ""

    @property
    def weighed_critical(self) -> str:
        """The critical raw material that tonnes are told of, where it is one and no substance."""
        return next(iter(self.crm)) if len(self.crm) == 1 and not self.contents else ""

    @property
    def is_weighed(self) -> bool:
        return bool(self.weighed_substance or self.weighed_critical)


class CriteriaForm(forms.Form):
    """Checks what came in; every error belongs to the parameter that caused it.

    Near a listing means something only to those who see its place: hence the viewer.
    """

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    kind = Choices(Kind.choices, label=_("Kind"))
    material = Choices(
        lambda: _codes(MaterialClass, "code"),
        label=_("Material"),
        kept=lambda: current_names().materials,
    )
    substance = forms.CharField(label=_("Contains"), required=False, max_length=LONGEST_NAME)
    wt_min = PlainNumber(label=_("At least, wt%"), required=False, min_value=0, max_value=100)
    wt_max = PlainNumber(label=_("At most, wt%"), required=False, min_value=0, max_value=100)
    contains = Contents(label=_("Contains, too"))
    crm = Choices(
        lambda: _codes(CriticalRawMaterial, "code"),
        label=_("Critical raw material"),
        kept=lambda: current_names().critical,
    )
    volume_min = PlainNumber(label=_("At least per year"), required=False, min_value=0)
    volume_max = PlainNumber(label=_("At most per year"), required=False, min_value=0)
    county = Choices(
        lambda: _codes(County, "number"), label=_("County"), kept=lambda: current_names().counties
    )
    municipality = Choices(
        lambda: _codes(Municipality, "number"),
        label=_("Municipality"),
        kept=lambda: current_names().municipalities,
    )
    near = forms.CharField(label=_("Near"), required=False, max_length=80)
    near_listing = forms.CharField(label=_("Near the listing"), required=False, max_length=40)
    radius_km = PlainNumber(label=_("Within, km"), required=False, min_value=0.1, max_value=3_000)
    hazardous = forms.TypedChoiceField(
        label=_("Hazardous waste"),
        required=False,
        choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))],
        coerce=lambda text: text == "true",
        empty_value=None,
    )
    waste_code = forms.CharField(
        label=_("European waste code"),
        required=False,
        validators=[
            RegexValidator(r"^([0-9]{2} ?){1,3}\Z", _("Two, four or six digits.")),
        ],
    )
    form = Choices(Form.choices, label=_("Form"))
    temperature_min = PlainNumber(label=_("At least, °C"), required=False)
    industry = Choices(
        lambda: _codes(Industry, "division"),
        label=_("Industry"),
        kept=lambda: (code[:2] for code in current_names().industries),
    )
    ordering = forms.ChoiceField(label=_("Order"), required=False, choices=[*ORDERINGS.items()])
    page = PlainWholeNumber(label=_("Page"), required=False, min_value=1)
    page_size = PlainWholeNumber(
        label=_("Hits per page"), required=False, min_value=1, max_value=MAX_PAGE_SIZE
    )

    def __init__(self, params: Mapping[str, Any], *, viewer: Viewer, **more: Any) -> None:
        super().__init__(params, **more)
        self.viewer = viewer

    def clean_waste_code(self) -> str:
        return str(self.cleaned_data["waste_code"]).replace(" ", "")

    def clean_substance(self) -> str:
        text = str(self.cleaned_data["substance"]).strip()
        return known_substance(text) if text else ""

    def clean_near(self) -> tuple[float, float] | None:
        text = str(self.cleaned_data["near"]).strip()
        return point_from(text) if text else None

    def clean_near_listing(self) -> ShownPlace | None:
        """One answer alike for what is hidden, shows no exact place, and never was."""
        text = str(self.cleaned_data["near_listing"]).strip()
        found = place_shown(self.viewer, text) if text else None
        if text and found is None:
            raise ValidationError(_("No listing with that id shows you its exact place."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._ordered(data, "wt_min", "wt_max")
        self._ordered(data, "volume_min", "volume_max")
        self._needs(data, ("wt_min", "wt_max"), "substance", _("Say which substance."))
        self._clean_contents(data)
        self._clean_place(data)
        if data.get("ordering") == "tonnes" and not self._is_weighed(data):
            self.add_error(
                "ordering", _("Say which substance, or one critical raw material, to order by it.")
            )
        if (data.get("page") or 1) * (data.get("page_size") or 25) > MAX_DEPTH:
            self.add_error("page", _("Too far down the list: narrow the search."))
        return data

    def _clean_contents(self, data: Mapping[str, Any]) -> None:
        contains = data.get("contains") or ()
        if data.get("substance") and contains:
            try:
                checked_number((Content(data["substance"]), *contains))
            except ValidationError as error:
                self.add_error("contains", error)

    def _clean_place(self, data: Mapping[str, Any]) -> None:
        places = [name for name in ("near", "near_listing") if data.get(name)]
        if len(places) > 1:
            self.add_error("near_listing", _("Give a place or a listing, not both."))
        if places or {"near", "near_listing"} & self.errors.keys():
            return
        self._needs(data, ("radius_km",), "near", _("Say near what."))
        if data.get("ordering") == "distance":
            self.add_error("ordering", _("Say near what to order by distance."))

    @staticmethod
    def _is_weighed(data: Mapping[str, Any]) -> bool:
        """Whether there is one material of which tonnes can be told."""
        named = data.get("substance") or data.get("contains")
        return bool(named) or len(data.get("crm") or ()) == 1

    def _ordered(self, data: Mapping[str, Any], low: str, high: str) -> None:
        lowest, highest = data.get(low), data.get(high)
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error(high, _("The highest is below the lowest."))

    def _needs(
        self, data: Mapping[str, Any], names: Iterable[str], other: str, message: Any
    ) -> None:
        for name in names:
            if data.get(name) is not None and not data.get(other) and other not in self.errors:
                self.add_error(name, message)

    def criteria(self) -> Criteria:
        """The checked search, leaving out what had errors."""
        data = {key: value for key, value in self.cleaned_data.items() if value not in (None, "")}
        near = near_from(data.pop("near", None), data.pop("near_listing", None), data)
        if "substance" not in data and (contains := data.get("contains")):
            data |= first_of(contains)
        data.setdefault("ordering", "relevance" if data.get("q") else "date")
        if data["ordering"] == "relevance" and not data.get("q"):
            data["ordering"] = "date"
        if data["ordering"] == "distance" and near is None:
            data["ordering"] = "date"
        return Criteria(**data, near=near)


def near_from(
    point: tuple[float, float] | None, listing: ShownPlace | None, data: dict[str, Any]
) -> Near | None:
    """The circle around a point or a listing; takes its radius from the data."""
    radius = data.pop("radius_km", USUAL_RADIUS)
    if listing:
        return Near(listing.latitude, listing.longitude, radius, listing)
    return Near(point[0], point[1], radius) if point else None


def first_of(contains: Sequence[Content]) -> dict[str, Any]:
    """The fields of Criteria for conditions of which none was given as the first."""
    first, *others = contains
    return {
        "substance": first.substance,
        "wt_min": first.low,
        "wt_max": first.high,
        "contains": tuple(others),
    }


def criteria_from(viewer: Viewer, params: QueryDict) -> Criteria:
    """Strict reading: an unknown or malformed parameter raises ValidationError naming it."""
    form = CriteriaForm(params, viewer=viewer)
    wrong = {
        **{name: list(messages) for name, messages in form.errors.items()},
        **unknown_parameters(params, form.fields),
        **repeated_parameters(params, form.fields),
    }
    if wrong:
        raise ValidationError(wrong)
    return form.criteria()


def unknown_parameters(params: QueryDict, known: Collection[str]) -> dict[str, list[str]]:
    """Messages by the name of each parameter that is not among the known ones."""
    return {name: [gettext("There is no such parameter.")] for name in params if name not in known}


def repeated_parameters(
    params: QueryDict, fields: Mapping[str, forms.Field]
) -> dict[str, list[str]]:
    """Messages by the name of each parameter that has several values and can only mean one."""
    return {
        name: [gettext("Give it once only.")]
        for name, field in fields.items()
        if len(params.getlist(name)) > 1 and not isinstance(field, Choices | Contents)
    }


def point_from(text: str) -> tuple[float, float]:
    """Latitude and longitude from "59.1, 9.7"."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != 2 or not all(DECIMAL.fullmatch(part) for part in parts):
        raise ValidationError(_("Give latitude and longitude, such as 59.12, 9.63."))
    latitude, longitude = (float(part) for part in parts)
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValidationError(_("No such place on the globe."))
    return latitude, longitude


def _codes(model: Any, field: str) -> list[tuple[str, str]]:
    return [(code, code) for code in model.objects.values_list(field, flat=True)]
