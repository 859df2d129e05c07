"""What a page showed when it was opened, carried by the page itself and sent back with it.

Without it a colleague's save between opening and typing would look like something the typist had
changed back. The browser may send anything here: at worst it is asked a question too many.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from streams.owners.steps.base import Step
from streams.register.models import Record

NAME = "opened"
MOST_CHARACTERS = 400_000


@dataclass(frozen=True, slots=True)
class Opened:
    """The version of the record, and the texts of one page, by field."""

    version: int
    texts: Mapping[str, list[str]]

    def __str__(self) -> str:
        return json.dumps([self.version, self.texts], ensure_ascii=False)


def opened_now(record: Record, step: type[Step]) -> Opened:
    return Opened(record.version, step(record).texts())


def opened_then(sent: str, record: Record, step: type[Step]) -> Opened:
    """As the browser says; what makes no sense counts as opened now."""
    try:
        version, texts = json.loads(sent[:MOST_CHARACTERS])
    except (ValueError, TypeError, RecursionError):
        return opened_now(record, step)
    if not (isinstance(version, int) and 0 < version < record.version and are_texts(texts)):
        return opened_now(record, step)
    return Opened(version, texts)


def are_texts(sent: object) -> bool:
    return isinstance(sent, dict) and all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in sent.values()
    )
