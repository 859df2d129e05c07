"""What a save changed, in the reader's words: labels, numbers with units, names of choices."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Field as ModelField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tiers import Tier
from companies.models import Site
from streams.disclosure import Field
from streams.measures import MEASURES, YEARLY
from streams.quantities.intervals import Interval
from streams.register.events import Key
from streams.register.history import Change
from streams.register.models import Record
from streams.vocabulary import Basis, Kind, Method
from streams.web.names import current_names
from streams.web.numbers import day_text, interval_text, number_text, with_unit

Facts = Mapping[Key, Any]
Line = dict[str, str]
LABELS: Mapping[str, Any] = {"state": _("State"), "site_id": _("Site")}
FIELDS: Mapping[str, "ModelField[Any, Any]"] = {
    field.attname: field for field in Record._meta.concrete_fields
}


def change_lines(changes: Iterable[Change], kind: Kind, facts: Facts) -> list[Line]:
    """Label, before and after of each; "" where nothing was there. `facts` are those of now."""
    return [
        {
            "label": label_of(change.key, kind),
            "note": analysis_note(change.key, facts),
            "before": text_of(change.key, change.before, kind),
            "after": text_of(change.key, change.after, kind),
        }
        for change in changes
    ]


def label_of(key: Key, kind: Kind) -> str:
    group, name = key[:2]
    if group == "value":
        return str(LABELS.get(name) or FIELDS[name].verbose_name)
    if group == "quantity":
        return str(MEASURES[name].label) if name in MEASURES else name
    if group == "year":
        return f"{YEARLY[kind][0].label}, {name}"
    if group == "constituent":
        return current_names().substance(key[2])
    if group == "policy":
        return policy_label(name)
    return gettext("Analysis") if group == "analysis" else gettext("File")


def policy_label(name: str) -> str:
    if name == "listed":
        return gettext("Who is shown the listing at all")
    return gettext("Who sees: %s") % Field(name).label


def analysis_note(key: Key, facts: Facts) -> str:
    """Which analysis a share belongs to."""
    found = facts.get(("analysis", key[1])) if key[0] == "constituent" else None
    return analysis_text(found) if found else ""


def text_of(key: Key, value: Any, kind: Kind) -> str:
    """ "" for what is not there; for an audience that means the company's own choice."""
    group, name = key[:2]
    if value is None:
        return gettext("as the company has chosen") if group == "policy" else ""
    if group == "value":
        return value_text(name, value)
    return TEXTS[group](name, value, kind)


def value_text(name: str, value: Any) -> str:
    field, names = FIELDS[name], current_names()
    if name == "site_id":
        return str(Site.objects.filter(pk=value).first() or gettext("a site that is gone"))
    if name == "material_id":
        return names.material(value)
    if name == "waste_code_id":
        code = names.waste_code(value)
        return f"{code.written} {code.name}" if code else str(value)
    if isinstance(value, list):
        return ", ".join(choice_text(getattr(field, "base_field", field), one) for one in value)
    return choice_text(field, value)


def choice_text(field: "ModelField[Any, Any]", value: Any) -> str:
    """The name of a choice, a word for yes and no, a day; anything else as it stands."""
    choices = dict(field.flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, date | datetime):
        return day_text(value)
    return str(value)


def quantity_text(name: str, value: Any, kind: Kind) -> str:
    unit = MEASURES[name].unit if name in MEASURES else ""
    return number_text({**Interval(*value).as_json(), "unit": unit, "precision": "exact"})


def year_text(name: str, value: Any, kind: Kind) -> str:
    amount = Interval(value["low"], value["high"]).as_json()
    unit = YEARLY[kind][1].unit
    text = number_text({**amount, "unit": unit, "precision": "exact"}, short=True)
    return f"{text}, {str(Method(value['method']).label).lower()}"


def analysis_text(value: Any) -> str:
    known = [
        gettext("typical for the material") if value["is_typical"] else "",
        value["method"],
        day_text(value["analysed_on"]) if value["analysed_on"] else "",
        str(Basis(value["basis"]).label).lower(),
        value["source"],
    ]
    return ", ".join(filter(None, known))


def share_text(value: Any) -> str:
    unit = "%" if value["unit"] == "wt%" else value["unit"]
    shown = with_unit(interval_text(value["low"], value["high"]), unit)
    return f"{shown}, {gettext('trace')}" if value["is_trace"] else shown


def policy_text(name: str, value: Any) -> str:
    if name == "listed":
        return str(Tier(value).label)
    exact, coarse = Tier(value["exact"]), Tier(value.get("coarse", value["exact"]))
    if coarse == exact:
        return str(exact.label)
    return gettext("value for: %(exact)s, band for: %(coarse)s") % {
        "exact": exact.label,
        "coarse": coarse.label,
    }


def file_text(value: Any) -> str:
    title, audience = value
    return f"{title} ({Tier(audience).label})"


TEXTS: Mapping[str, Callable[[str, Any, Kind], str]] = {
    "quantity": quantity_text,
    "year": year_text,
    "analysis": lambda name, value, kind: analysis_text(value),
    "constituent": lambda name, value, kind: share_text(value),
    "policy": lambda name, value, kind: policy_text(name, value),
    "document": lambda name, value, kind: file_text(value),
}
