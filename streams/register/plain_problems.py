"""One record being read from its plain form, and what is wrong with it, by path."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from streams.register.models import Record
from streams.vocabulary import Kind

STAYING = frozenset({"state", "confirmed_on"})
"""What even a whole record sent anew leaves as it is when it does not say it."""


@dataclass(slots=True)
class Reader:
    """`record` is the one that would change, None for a new one.

    `whole` says that what is not named becomes empty; without it, it stays.
    """

    given: Mapping[str, Any]
    kind: Kind
    record: Record | None
    whole: bool
    problems: dict[str, list[str]] = field(default_factory=dict)

    def says(self, name: str) -> bool:
        """Whether a part is to be read; a whole record says of each that it is empty, at least."""
        return name in self.given or (self.whole and name not in STAYING)

    def wrong(self, path: str, texts: Iterable[str]) -> None:
        """Note sentences under a path; none is no problem."""
        if told := list(texts):
            self.problems.setdefault(path, []).extend(told)

    @contextmanager
    def at(self, path: str) -> Iterator[None]:
        """What is refused inside is noted under the path, and reading goes on."""
        try:
            yield
        except ValidationError as error:
            self.wrong(path, error.messages)

    def has_problem_at(self, path: str) -> bool:
        """Whether anything at the path or inside it is wrong."""
        return any(one == path or one.startswith((f"{path}.", f"{path}[")) for one in self.problems)
