"""One field of a record that a file would change, as a page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

Said = Callable[[], str]


def nothing() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Altered:
    """One field: its name, what stands there now, and what would. Texts are made when they are
    shown, since a plan that is carried out shows nothing.
    """

    label: Said
    before: Said
    after: Said
