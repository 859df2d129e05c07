"""What the samples are made of: a form, hits, charts, tables, counties."""

from typing import Any

from django import forms
from django.utils.dates import MONTHS


class SampleForm(forms.Form):
    """One of each control, some of them filled in wrongly."""

    title = forms.CharField(label="Title", help_text="What it is, in a few words.")
    volume = forms.IntegerField(label="Volume", required=False)
    form_of_it = forms.ChoiceField(label="Form", choices=[("dust", "Dust"), ("slag", "Slag")])
    setting = forms.ChoiceField(
        label="Waste or by-product",
        choices=[("waste", "Waste"), ("product", "By-product")],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label="Handling today",
        choices=[("landfill", "Landfill"), ("sold", "Sold")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    description = forms.CharField(label="Description", widget=forms.Textarea(attrs={"rows": 3}))
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}))
    report = forms.FileField(label="Analysis", required=False, help_text="PDF, at most 10 MB.")
    consent = forms.BooleanField(label="The cluster may act for us")
    token = forms.CharField(widget=forms.HiddenInput, initial="x")


def bound_form() -> SampleForm:
    return SampleForm({"title": "", "volume": "much", "form_of_it": "dust", "token": "x"})


def noted_field() -> forms.BoundField:
    """A field with what was noticed about it."""
    field = bound_form()["volume"]
    notes = {"is_noted": True, "warned": ["Ten times last year's."], "read": ["Read as 12 000 t."]}
    for name, value in notes.items():
        setattr(field, name, value)
    return field


SPREAD = [
    {
        "label": "MnO",
        "text": "8,2 %",
        "spread": {"analyses": 3, "range": "6,1–9,4 %", "mean": "7,9 %"},
    }
]
YEAR = {
    "label": "The year month by month",
    "months": [
        {
            "name": str(name), "short": str(name)[:3], "figure": "8,3",
            "text": "8,3 %", "energy": "0,8 GWh",
            "x": 8 + 50 * place, "y": "40", "height": "120", "middle": 25 + 50 * place,
            "above": "34",
        }
        for place, name in enumerate(MONTHS.values())
    ],
}  # fmt: skip
BARS = [
    {"label": "SiO2", "text": "20–50 %", "low": 20, "high": 50, "precision": "band"},
    {"label": "CaO", "text": "21–24,5 %", "low": 21, "high": 24.5, "precision": "exact"},
    {"label": "Al2O3", "text": "5–20 %", "low": 5, "high": 20, "precision": "band"},
    {"label": "MnO", "text": "0,1–0,9 %", "low": 0.1, "high": 0.9, "precision": "exact"},
]
CRM = [{"symbol": "Mn", "name": "Manganese"}, {"symbol": "Al", "name": "Aluminium"}]
HIT = {
    "kind": "material",
    "over": "Slag · metal industry",
    "url": "/hit/",
    "title": "Silicomanganese slag, air-cooled",
    "hazardous": True,
    "owner": "Nordvik Legering AS",
    "place": "Agder",
    "volume": {"text": "Over 100 000 t", "note": "a year · band"},
    "maybe": "Al2O3 is given as 1–5 %",
    "constituents": [*BARS, {**BARS[0], "label": "MgO"}],
    "crm": CRM,
    "undisclosed": "Owner, place and exact volume",
    "opened_until": "14 May 2027",
    "confirmed": "2023",
    "old": True,
    "scale": 100,
}
COARSE_HIT = {
    "contained": {"text": "Up to 16,000 t", "note": "Mn per year"},
    "kind": "heat",
    "over": "Waste heat · chemical industry",
    "url": "/heat/",
    "title": "Cooling water, 60–100 °C",
    "place": "Rogaland",
    "undisclosed": "Owner and place",
    "confirmed": "2026",
}
YEARS = [(2021, 208_000.0), (2022, 223_500.0), (2023, 213_000.0), (2024, 209_000.0)]
EXACT_CHART = {
    "id": "exact-years",
    "unit": "t",
    "bands": [],
    "years": [
        {
            "year": year,
            "low": t - 4000,
            "high": t + 4000,
            "text": f"{t:.0f} t",
            "precision": "exact",
        }
        for year, t in YEARS
    ],
}
BAND_CHART = {
    "id": "band-years",
    "unit": "t",
    "bands": ["Under 100", "100–1 000", "1 000–10 000", "10 000–100 000", "Over 100 000"],
    "years": [
        {"year": 2023, "text": "10 000–100 000 t", "low_band": 3, "high_band": 3},
        {"year": 2024, "text": "Over 10 000 t", "low_band": 3, "high_band": 4},
        {"year": 2025, "text": "Over 100 000 t", "low_band": 4, "high_band": 4},
    ],
}
COLUMNS = [
    {"label": "County", "sort_url": "?o=county", "sorted": "ascending"},
    {"label": "Tonnes a year", "numeric": True, "sort_url": "?o=-volume"},
    {"label": "Owner"},
    {"label": "What to do", "hidden": True},
]
ROWS: list[list[Any]] = [
    [
        {"text": "Nordland", "url": "/nordland/"},
        {"text": "1 720 000", "numeric": True},
        {"kind": "lock"},
        {"text": "Open", "url": "/a/", "icon": "chart", "note": "new"},
    ],
    ["Finnmark", {"kind": "suppressed", "numeric": True}, "Salthav Kjemi AS", "–"],
]
COUNTIES = [
    {
        "number": "18",
        "name": "Nordland",
        "path": "M40 0H60V40H40Z",
        "step": "5",
        "text": "1 720 000 t",
    },
    {
        "number": "50",
        "name": "Trøndelag",
        "path": "M20 40H55V80H20Z",
        "step": "2",
        "text": "90 000 t",
    },
    {
        "number": "56",
        "name": "Finnmark",
        "path": "M60 0H99V20H60Z",
        "step": "suppressed",
        "text": "–",
    },
    {"number": "42", "name": "Agder", "path": "M0 80H30V99H0Z", "step": "1", "text": "4 000 t"},
]
BAND = {"name": "volume-band", "label": "Show a band to everyone", "text": "Over 100 000 t"}
VISIBILITY = {"name": "fact-volume", "chosen": 1, "band": {**BAND, "checked": True}}
ACTIONS = [
    {"label": "Look in the whole country", "url": "/a/"},
    {"label": "Ask for it", "url": "/b/"},
]
