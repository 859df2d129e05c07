"""The four kinds as pages show them: picture and what belongs there."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from streams.vocabulary import Kind
from streams.web.numbers import written

ICONS = {Kind.MATERIAL: "layers", Kind.HEAT: "flame", Kind.GAS: "cloud", Kind.DEPOSIT: "mountain"}


def kind_texts() -> dict[Kind, str]:
    """A line about each, in the reader's language."""
    return {
        Kind.MATERIAL: _("Slag, dust, sludge, salts, wood and more"),
        Kind.HEAT: _("Cooling water, steam and flue gas"),
        Kind.GAS: _("Fossil and biogenic, with concentration"),
        Kind.DEPOSIT: _("Landfills and tailings, old and new"),
    }


def kinds_in_words(counts: Mapping[str, int]) -> str:
    """ "Side-stream 3 · Waste heat 1", in the order of the four."""
    return " · ".join(f"{kind.label} {written(counts[kind])}" for kind in Kind if counts.get(kind))
