"""What a page showed when it was opened, carried by the page itself and sent back with it.

Without it a colleague's save between opening and typing would look like something the typist had
changed back. The browser may send anything here: at worst it is asked a question too many.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_urlsafe

from django.core.cache import cache
from redis.exceptions import RedisError

from streams.owners.steps.base import Step
from streams.register.models import Record

NAME = "opened"
MOST_CHARACTERS = 400_000
REMEMBERED = 3_600
"""Seconds after which nothing that the page sent while it was open can still be on its way."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The version of the record, the texts of one page by field, and a name of this opening."""

    version: int
    texts: Mapping[str, list[str]]
    name: str = ""

    def __str__(self) -> str:
        return json.dumps([self.version, self.texts, self.name], ensure_ascii=False)

    def is_pressed_again(self, sent: str) -> bool:
        """Note that a button was pressed, and tell whether the same was sent before: two clicks.

        What the page sent before the press and arrives later counts no more.
        """
        before, now = self._pressed(), blake2b(sent.encode(), digest_size=16).hexdigest()
        with suppress(RedisError):
            cache.set(self._key, now, REMEMBERED)
        return bool(self.name and before == now)

    def is_left(self) -> bool:
        return bool(self.name and self._pressed())

    def _pressed(self) -> str | None:
        """The last press; unknown while the cache is down, since typing is kept all the same."""
        with suppress(RedisError):
            found: str | None = cache.get(self._key)
            return found
        return None

    @property
    def _key(self) -> str:
        return f"left-page:{self.name}"


def opened_now(record: Record, step: type[Step]) -> Opened:
    return Opened(record.version, step(record).texts(), token_urlsafe(9))


def opened_then(sent: str, record: Record, step: type[Step]) -> Opened:
    """As the browser says; what makes no sense counts as opened now."""
    try:
        version, texts, name = json.loads(sent[:MOST_CHARACTERS])
    except (ValueError, TypeError, RecursionError):
        return opened_now(record, step)
    is_older = isinstance(version, int) and 0 < version <= record.version
    if not (is_older and are_texts(texts) and isinstance(name, str) and len(name) <= 12):
        return opened_now(record, step)
    return Opened(version, texts, name if name.isascii() and name.isprintable() else "")


def are_texts(sent: object) -> bool:
    return isinstance(sent, dict) and all(
        isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for texts in sent.values()
    )
