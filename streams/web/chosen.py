"""Listings that a reader chose to compare, as an address carries them: v=ID&v=ID."""

import re
from collections.abc import Iterable, Sequence

from django.http import QueryDict

NAME = "v"
MOST = 6
PUBLIC_ID = re.compile(r"[A-Za-z0-9]{1,24}")


def asked_for(params: QueryDict) -> list[str]:
    """Each once, in the order asked, whatever it is; blanks are left out."""
    return [one for one in dict.fromkeys(text.strip() for text in params.getlist(NAME)) if one]


def carried(params: QueryDict) -> tuple[str, ...]:
    """Those that an address can carry on, whether or not there is such a listing."""
    return tuple(one for one in asked_for(params) if PUBLIC_ID.fullmatch(one))[:MOST]


def pairs_of(ids: Iterable[str]) -> list[tuple[str, str]]:
    return [(NAME, one) for one in ids]


def without(ids: Sequence[str], one: str) -> list[str]:
    return [other for other in ids if other != one]
