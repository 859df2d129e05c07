"""Countries by their two letters (ISO 3166-1), with names in the reader's language."""

from functools import lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

HOME = "NO"
# Codes that the name tables hold besides countries: unions, test codes and leftovers.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
_OUR_LANGUAGES = ("nb", "nn", "en")


def checked_country(code: str) -> str:
    """The code in capitals. Raises ValidationError when no such country exists."""
    tidy = code.strip().upper()
    if tidy not in country_names("en"):
        raise ValidationError(
            _("“%(code)s” is not a country: give its two letters, as NO or SE."),
            code="country",
            params={"code": code},
        )
    return tidy


def country_choices() -> list[tuple[str, str]]:
    """Code and name for choosing, Norway first and the others by name, in the current language."""
    names = country_names(get_language() or "nb")
    others = sorted((item for item in names.items() if item[0] != HOME), key=lambda item: item[1])
    return [(HOME, names[HOME]), *others]


def country_name(code: str) -> str:
    """The country's name in the current language; the code itself where it is none."""
    return country_names(get_language() or "nb").get(code, code)


@lru_cache(maxsize=len(_OUR_LANGUAGES))
def country_names(language: str) -> dict[str, str]:
    """Every country's name in bokmål, nynorsk or English."""
    locale = Locale.parse(language if language in _OUR_LANGUAGES else "en")
    territories = locale.territories.items()
    return {
        code: name
        for code, name in territories
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
    }
