"""Organisation numbers: made tidy and checked, Norwegian and foreign, and invented ones."""

import re
from collections.abc import Mapping
from importlib import import_module

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import exceptions
from stdnum.no import orgnr

from companies.countries import checked_country, country_name

# Where a country has one number that a company goes by; elsewhere registers differ too much
# to refuse anything but impossible characters.
SCHEMES: Mapping[str, str] = {
    "NO": "stdnum.no.orgnr",
    "SE": "stdnum.se.orgnr",
    "DK": "stdnum.dk.cvr",
    "FI": "stdnum.fi.ytunnus",
    "IS": "stdnum.is_.kennitala",
    "EE": "stdnum.ee.registrikood",
    "LV": "stdnum.lv.pvn",
    "DE": "stdnum.de.vat",
    "AT": "stdnum.at.businessid",
    "BE": "stdnum.be.vat",
    "CH": "stdnum.ch.uid",
    "FR": "stdnum.fr.siren",
    "IT": "stdnum.it.iva",
    "ES": "stdnum.es.cif",
    "PT": "stdnum.pt.nif",
}
PROBLEMS: Mapping[type[exceptions.ValidationError], Promise] = {
    exceptions.InvalidLength: _("“%(number)s” has the wrong length for %(country)s."),
    exceptions.InvalidChecksum: _(
        "The check digit of “%(number)s” is wrong for %(country)s: is a digit mistyped?"
    ),
    exceptions.InvalidFormat: _("“%(number)s” has characters that do not belong in %(country)s."),
}
OTHER_PROBLEM = _("“%(number)s” is not an organisation number of %(country)s.")
ANY_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])")
SYNTHETIC_FIRST_DIGITS = ("2", "3")
# The Brønnøysund register gives numbers from 8 and 9; synthetic test data has 2 and 3.
NORWEGIAN_FIRST_DIGITS = ("8", "9", *SYNTHETIC_FIRST_DIGITS)
SYNTHETIC_COUNT = 2_000_000
# Shares no factor with the count, so that every index gets a prefix of its own.
_STRIDE = 1_299_709


def checked_number(number: str, country: str = "NO") -> str:
    """The number without spaces and decoration, as it is stored.

    Raises ValidationError that says what is wrong with the number or the country.
    """
    land = checked_country(country)
    if not number.strip():
        raise ValidationError(_("Give the organisation number."), code="organisation_number")
    if land not in SCHEMES:
        return _plain_number(number, land)
    try:
        tidy: str = import_module(SCHEMES[land]).validate(_undecorated(number, land))
    except exceptions.ValidationError as problem:
        raise _refusal(PROBLEMS.get(type(problem), OTHER_PROBLEM), number, land) from None
    if land == "NO" and not tidy.startswith(NORWEGIAN_FIRST_DIGITS):
        raise _refusal(OTHER_PROBLEM, number, land)
    return tidy


def is_synthetic_number(number: str, country: str) -> bool:
    """Whether a checked number is from Norway's series for test data: no such company exists."""
    return country == "NO" and number.startswith(SYNTHETIC_FIRST_DIGITS)


def synthetic_number(seed_index: int) -> str:
    """A valid Norwegian number of a company that does not exist; the same for the same index.

    Different indexes give different numbers. Raises ValueError outside 0 to 1,999,999.
    """
    if not 0 <= seed_index < SYNTHETIC_COUNT:
        raise ValueError(f"seed_index must be 0 to {SYNTHETIC_COUNT - 1}, not {seed_index}")
    prefix = SYNTHETIC_COUNT + seed_index * _STRIDE % SYNTHETIC_COUNT
    return next(filter(orgnr.is_valid, (f"{prefix}{last:02}" for last in range(100))))


def _undecorated(number: str, country: str) -> str:
    """Norwegian numbers are often written as for VAT: NO 123 456 789 MVA."""
    if country != "NO":
        return number
    return re.sub(r"^\s*NO|MVA\s*$|[\s.-]", "", number.upper())


def _plain_number(number: str, country: str) -> str:
    tidy = re.sub(r"[\s./]", "", number).upper()
    if not ANY_NUMBER.fullmatch(tidy):
        raise ValidationError(
            _("An organisation number has 2 to 20 letters A-Z, digits and hyphens."),
            code="organisation_number",
        )
    return tidy


def _refusal(message: Promise, number: str, country: str) -> ValidationError:
    return ValidationError(
        str(message),
        code="organisation_number",
        params={"number": number, "country": country_name(country)},
    )
