"""Numbers and units in sentences that say what is wrong, in the language of the reader."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIXED_SPACE = "\N{NO-BREAK SPACE}"
WORDS: Mapping[str, str | Promise] = {"wt%": _("wt%"), "vol%": _("vol%"), "pH": ""}
"""Units of the register that are not written alike in all languages, or not at all."""


def number_said(value: float) -> str:
    """As it was typed: at most six significant digits, and the decimal mark of the language."""
    return str(number_format(Decimal(f"{value:.6g}")))


def amount_said(value: float, unit: str) -> str:
    """ "0.3 mg/kg", "100 vekt-%"; kept on one line."""
    return FIXED_SPACE.join(filter(None, [number_said(value), str(WORDS.get(unit, unit))]))
