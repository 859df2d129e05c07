"""From catalogue facts to what templates show: value, band or lock, for each field of a kind."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from accounts.tiers import Tier
from streams.catalogue.search import Hit
from streams.disclosure import Field
from streams.measures import MEASURES, YEARLY, fields_of
from streams.vocabulary import Handling, Kind, Method, Profile, WasteStatus
from streams.web import words

Shown = dict[str, Any]


def card(hit: Hit) -> Shown:
    """Context of components/hit_card.html."""
    facts = hit.facts
    volume = facts.get(YEARLY[Kind(hit.kind)][0].value)
    return {
        "kind": hit.kind,
        "over": Kind(hit.kind).label,
        "url": reverse("record", args=[hit.id]),
        "title": hit.title,
        "hazardous": facts.get("classification", {}).get("hazardous"),
        "owner": facts.get("owner", {}).get("name"),
        "place": place_text(facts.get("place", {})),
        "volume": {"text": words.measured(volume), "note": band_word(volume)} if volume else None,
        "maybe": None if hit.certain else gettext("May fit: only a band is shown."),
        "constituents": bars(facts.get("composition", {}))[:4],
        "crm": [
            {"symbol": "", "name": words.critical_name(r["code"])} for r in facts.get("crm", [])
        ],
        "confirmed": facts["listing"].get("confirmed"),
    }


def band_word(fact: Mapping[str, Any]) -> str:
    return gettext("band") if fact.get("precision") == "band" else ""


def bars(composition: Mapping[str, Any]) -> list[Shown]:
    return [
        {
            "label": words.substance_name(row["substance"]),
            "text": words.measured(row),
            "low": row["low"] or 0,
            "high": 100 if row["high"] is None else row["high"],
            "precision": row["precision"],
        }
        for row in composition.get("parts", [])
    ]


def place_text(place: Mapping[str, Any]) -> str:
    county = words.county_name(place.get("county") or "")
    return ", ".join(part for part in (place.get("place") or place.get("site"), county) if part)


def lines(hit: Hit) -> list[Shown]:
    """Every field that this kind can have; absent ones are locks, hidden and unknown alike."""
    return [
        {"label": field.label, "fact": shown(field, hit.facts)}
        for field in fields_of(Kind(hit.kind))
    ]


def shown(field: Field, facts: Mapping[str, Any]) -> Shown | None:
    fact = facts.get(field.value)
    if fact in (None, "", [], {}):
        return None
    return SHOWN.get(field, plain)(fact)


def plain(fact: Any) -> Shown:
    return {"text": str(fact), "precision": "exact"}


def number(fact: Mapping[str, Any]) -> Shown:
    year, method = fact.get("year"), fact.get("method")
    note = f"{year}, {Method(method).label}" if year and method else ""
    return {"text": words.measured(fact), "precision": fact["precision"], "note": note}


def owner(fact: Mapping[str, Any]) -> Shown:
    if fact["precision"] == "exact":
        return {"text": fact["name"], "note": fact["organisation_number"], "precision": "exact"}
    return {"text": words.industry_name(fact["division"]), "precision": "class"}


def place(fact: Mapping[str, Any]) -> Shown:
    if fact["precision"] == "exact":
        return {"text": place_text(fact), "note": fact.get("address", ""), "precision": "exact"}
    return {"text": words.county_name(fact.get("county") or ""), "precision": "class"}


def quantities(fact: Mapping[str, Any]) -> Shown:
    text = "; ".join(f"{MEASURES[key].label}: {words.measured(row)}" for key, row in fact.items())
    return {"text": text, "precision": next(iter(fact.values()))["precision"]}


def composition(fact: Mapping[str, Any]) -> Shown:
    return {"parts": bars(fact), "precision": fact["precision"]}


def critical(fact: list[Mapping[str, Any]]) -> Shown:
    text = "; ".join(f"{words.critical_name(r['code'])} {words.measured(r)}" for r in fact)
    return {"text": text, "precision": fact[0]["precision"]}


def history(fact: list[Mapping[str, Any]]) -> Shown:
    years = [f"{row['year']}: {words.measured({**row, 'precision': 'exact'})}" for row in fact]
    return {"text": "; ".join(years), "precision": "exact"}


def classification(fact: Mapping[str, Any]) -> Shown:
    danger = {True: gettext("Hazardous waste"), False: gettext("Not hazardous")}
    status = fact.get("waste_status")
    parts = [
        danger[fact["hazardous"]] if "hazardous" in fact else "",
        str(WasteStatus(status).label) if status else "",
        words.waste_code_text(fact["waste_code"]) if fact.get("waste_code") else "",
    ]
    return {"text": "; ".join(part for part in parts if part), "precision": fact["precision"]}


def joined(fact: Mapping[str, Any]) -> Shown:
    return {"text": ", ".join(str(value) for value in fact.values()), "precision": "exact"}


def handling(fact: list[str]) -> Shown:
    return {"text": ", ".join(str(Handling(code).label) for code in fact), "precision": "exact"}


def profile(fact: str) -> Shown:
    return {"text": Profile(fact).label, "precision": "exact"}


SHOWN: Mapping[Field, Callable[[Any], Shown]] = {
    Field.OWNER: owner,
    Field.PLACE: place,
    Field.VOLUME: number,
    Field.ENERGY: number,
    Field.AMOUNT: number,
    Field.HISTORY: history,
    Field.COMPOSITION: composition,
    Field.TRACES: composition,
    Field.CRM: critical,
    Field.PROPERTIES: quantities,
    Field.COST: quantities,
    Field.TEMPERATURE: quantities,
    Field.CAPACITY: quantities,
    Field.CONCENTRATION: quantities,
    Field.STOCK: quantities,
    Field.CLASSIFICATION: classification,
    Field.HANDLING: handling,
    Field.PROFILE: profile,
    Field.DESCRIPTION: joined,
    Field.CONTACT: joined,
    Field.ACCESSIBILITY: joined,
}


def sees_more(hit: Hit) -> bool:
    return hit.tier > Tier.PUBLIC
