"""Gives made-up listings their audiences, so that every combination occurs.

Decided by a listing's place in the files, not by the order of loading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from accounts.tiers import Tier
from streams.disclosure import checked_policy
from streams.imports.demo.files import content_of
from streams.vocabulary import Kind, State

TIERS = {"everyone": Tier.PUBLIC, "nda": Tier.NDA, "only_us": Tier.OWNER}
SPECIAL_EVERY = 7
OWN_EVERY = {Kind.MATERIAL: 3, Kind.HEAT: 2, Kind.GAS: 2, Kind.DEPOSIT: 2}
"""Of the kinds that are rarer every second, so that six of each have a policy of their own."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Whether a listing has a policy of its own, who may know of it, and its state."""

    has_own_policy: bool
    listed: Tier
    state: State

    @property
    def is_plain(self) -> bool:
        return self.listed is Tier.PUBLIC and self.state is State.PUBLISHED


SPECIAL = [
    situation
    for situation in (Situation(*each) for each in product((False, True), Tier, State))
    if not situation.is_plain
]


class Turns:
    """Hands out situations and policies in turn; one for a whole plan."""

    def __init__(self) -> None:
        self._listings = {True: 0, False: 0}
        self._plain = dict.fromkeys(Kind, 0)
        self._own = dict.fromkeys(Kind, 0)

    def situation(self, kind: Kind, *, company_has_default: bool) -> Situation:
        """Every seventh is special; of the plain ones some have a policy of their own."""
        turn = self._listings[company_has_default]
        self._listings[company_has_default] += 1
        if turn % SPECIAL_EVERY == SPECIAL_EVERY - 1:
            return SPECIAL[turn // SPECIAL_EVERY % len(SPECIAL)]
        self._plain[kind] += 1
        has_own = self._plain[kind] % OWN_EVERY[kind] == 0
        return Situation(has_own, Tier.PUBLIC, State.PUBLISHED)

    def policy(self, situation: Situation, kind: Kind) -> dict[str, Any]:
        """The stored form, see streams.disclosure."""
        own: dict[str, Any] = {}
        if situation.has_own_policy:
            own = mixed_policy(kind, self._own[kind])
            self._own[kind] += 1
        if situation.listed is not Tier.PUBLIC:
            own["listed"] = int(situation.listed)
        return checked_policy(own)


def mixed_policy(kind: Kind, turn: int) -> dict[str, Any]:
    """The main fields of a kind, each one combination on from the one before it.

    Six turns give every field every combination; after them the fields meet in new ways.
    """
    written = _policies()
    combinations, rest = written["combinations"], turn // len(written["combinations"])
    return {
        field: rule(combinations[(turn + place * (rest + 1)) % len(combinations)])
        for place, field in enumerate(written["main_fields"][kind.value])
    }


def company_policy(name: str) -> dict[str, Any]:
    """One of policies.yaml by name; "" is the site's default."""
    if not name:
        return {}
    chosen: Mapping[str, str] = _policies()["companies"][name]
    return checked_policy({field: rule(text) for field, text in chosen.items()})


def rule(text: str) -> dict[str, int]:
    """ "nda/everyone" as it is stored."""
    exact, coarse = text.split("/")
    return {"exact": int(TIERS[exact]), "coarse": int(TIERS[coarse])}


@cache
def _policies() -> Any:
    return content_of("policies.yaml")
