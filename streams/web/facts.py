"""What each field of a listing says to its reader: lines of label and fact, a lock where none is.

Hidden and unknown give the same: a line without a fact.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.disclosure import Field
from streams.measures import measures_of
from streams.vocabulary import Basis, Form, Handling, Kind, Method, Profile, Setting, WasteStatus
from streams.web.downloads import file_kind
from streams.web.names import current_names
from streams.web.numbers import day_text, number_text, share_text, size_text

Facts = Mapping[str, Any]
Shown = dict[str, Any]
"""Context of components/fact.html: label, and fact or None."""


def line(label: Any, text: Any, precision: str = "exact", note: Any = "") -> Shown:
    fact = {"text": text, "precision": precision, "note": note} if text not in (None, "") else None
    return {"label": label, "fact": fact}


def lines_of(field: Field, facts: Facts, kind: Kind) -> list[Shown]:
    """Every line of a field, whether or not anything is known."""
    if field in MANY:
        return MANY[field](facts.get(field.value) or {})
    if any(measure.field == field for measure in measures_of(kind)):
        return measured_lines(field, facts.get(field.value) or {}, kind)
    fact = facts.get(field.value)
    return [SINGLE[field](field.label, fact) if fact else line(field.label, None)]


def measured_lines(field: Field, fact: Facts, kind: Kind) -> list[Shown]:
    """One line for each quantity that this kind can have."""
    return [
        number_line(measure.label, fact.get(measure.key))
        for measure in measures_of(kind)
        if measure.field == field
    ]


def number_line(label: Any, fact: Facts | None) -> Shown:
    if fact is None:
        return line(label, None)
    year, method = fact.get("year"), fact.get("method")
    parts = [str(year) if year else "", str(Method(method).label).lower() if method else ""]
    note = ", ".join(part for part in parts if part)
    return line(label, number_text(fact), fact["precision"], note)


def text_line(label: Any, fact: Any) -> Shown:
    return line(label, str(fact))


def handling_line(label: Any, fact: Iterable[str]) -> Shown:
    return line(label, ", ".join(str(Handling(code).label) for code in fact))


def profile_line(label: Any, fact: Facts) -> Shown:
    """The owner's word; the months, where they show, have a picture of their own."""
    pattern = fact.get("pattern")
    return line(label, Profile(pattern).label if pattern else gettext("See month by month"))


def owner_lines(fact: Facts) -> list[Shown]:
    names = current_names()
    industry = fact.get("industry") or fact.get("division")
    number = fact.get("organisation_number")
    note = gettext("organisation number %s") % number if number else ""
    return [
        line(_("Company"), fact.get("name"), note=note),
        line(_("Industry"), names.industry(industry), note=nace_text(industry)),
    ]


def nace_text(industry: str | None) -> str:
    return f"NACE {industry}" if industry else ""


def place_lines(fact: Facts) -> list[Shown]:
    names = current_names()
    address = [fact.get("address"), f"{fact.get('postal_code') or ''} {fact.get('place') or ''}"]
    written = ", ".join(part.strip() for part in address if part and part.strip())
    return [
        line(_("Site"), fact.get("site"), note=fact.get("park") or ""),
        line(_("Address"), written),
        line(_("Municipality"), names.municipality(fact.get("municipality"))),
        line(_("County"), names.county(fact.get("county"))),
    ]


def classification_lines(fact: Facts) -> list[Shown]:
    danger = {True: gettext("Yes"), False: gettext("No")}
    status, code = fact.get("waste_status"), current_names().waste_code(fact.get("waste_code"))
    return [
        line(_("In law"), WasteStatus(status).label if status else ""),
        line(_("Hazardous waste"), danger.get(fact["hazardous"]) if "hazardous" in fact else ""),
        line(
            _("European waste code"),
            code.written if code else fact.get("waste_code"),
            note=code.name if code else "",
        ),
    ]


def description_lines(fact: Facts) -> list[Shown]:
    return [line(_("Description"), fact.get("text"))]


def accessibility_lines(fact: Facts) -> list[Shown]:
    opened, closed = fact.get("opened"), fact.get("closed")
    return [
        line(_("Accessibility"), fact.get("text")),
        line(_("In use from"), str(opened) if opened else ""),
        line(_("In use to"), str(closed) if closed else ""),
    ]


def contact_lines(fact: Facts) -> list[Shown]:
    contact = line(_("Contact person"), fact.get("name") or fact.get("email"))
    if contact["fact"]:
        contact["fact"] |= {"email": fact.get("email", ""), "phone": fact.get("phone", "")}
    return [contact]


def listing_lines(facts: Facts, kind: Kind) -> list[Shown]:
    """What comes with knowing that the listing exists: absent here is nobody's secret."""
    listing, names = facts["listing"], current_names()
    labels = {Kind.HEAT: _("Medium"), Kind.GAS: _("Gas"), Kind.DEPOSIT: _("Type")}
    form, setting = listing.get("form"), listing.get("setting")
    found = [line(labels.get(kind, _("Material")), names.material(listing.get("material")))]
    if kind is not Kind.GAS and form:
        found.append(line(_("Form"), Form(form).label))
    if setting:
        found.append(line(_("Where it lies"), Setting(setting).label))
    return found


MANY: Mapping[Field, Callable[[Facts], list[Shown]]] = {
    Field.OWNER: owner_lines,
    Field.PLACE: place_lines,
    Field.CLASSIFICATION: classification_lines,
    Field.DESCRIPTION: description_lines,
    Field.ACCESSIBILITY: accessibility_lines,
    Field.CONTACT: contact_lines,
}
SINGLE: Mapping[Field, Callable[[Any, Any], Shown]] = {
    Field.VOLUME: number_line,
    Field.ENERGY: number_line,
    Field.AMOUNT: number_line,
    Field.HANDLING: handling_line,
    Field.PROFILE: profile_line,
    Field.PROCESS: text_line,
    Field.AVAILABILITY: text_line,
}


def bars(composition: Facts) -> list[Shown]:
    """Rows of components/composition_bars.html."""
    names = current_names()
    return [
        {
            "label": names.substance(row["substance"]),
            "name": names.substance_name(row["substance"]),
            "text": share_text(row),
            "spread": spread_texts(row),
            "low": row["low"] or 0,
            "high": 100 if row["high"] is None else min(row["high"], 100),
            "precision": row["precision"],
        }
        for row in composition.get("parts", [])
    ]


def spread_texts(row: Facts) -> Shown | None:
    """Number of analyses, lowest to highest, and mean, as far as there are several."""
    spread = row.get("spread")
    if spread is None:
        return None
    whole = {"precision": "exact", "unit": row["unit"]}
    return {
        "analyses": spread["analyses"],
        "range": share_text({**whole, "low": spread["low"], "high": spread["high"]}),
        "mean": share_text({**whole, **spread["mean"]}),
    }


def analysis_lines(composition: Facts) -> list[Shown]:
    """How the composition is known; only what there is."""
    basis, day = composition.get("basis"), composition.get("date")
    found = [
        line(_("Shares are"), str(Basis(basis).label).lower() if basis else ""),
        line(_("Method of analysis"), composition.get("method")),
        line(_("Analysed"), day_text(day) if day else ""),
    ]
    return [row for row in found if row["fact"]]


def documents(facts: Facts) -> list[Shown]:
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "note": f"{file_kind(row['content_type'])} {size_text(row['size'])}".strip(),
        }
        for row in facts.get("documents", [])
    ]
