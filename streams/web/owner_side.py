"""What a listing's own page says to the owner's side alone, such as its state and the way back.

Pages of streams.web know the catalogue only; streams.owners, which knows the register, says it
here. Asked for nobody else: whoever calls has made sure that the viewer sees the owner's tier.
"""

from collections.abc import Callable, Mapping
from typing import Any

Side = Callable[[str], Mapping[str, Any]]
_sides: list[Side] = []


def say_to_owners(side: Side) -> None:
    """Called once when Django starts, with what makes the context from a listing's id."""
    if side not in _sides:
        _sides.append(side)


def owner_side(entry_id: str) -> dict[str, Any]:
    """Context of the owner's notices and links in web/record_notice.html and record_next.html."""
    found: dict[str, Any] = {}
    for side in _sides:
        found |= side(entry_id)
    return found
