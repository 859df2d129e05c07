"""Numbers that vary from listing to listing and are the same on every run, in every order."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from streams.quantities.intervals import Interval

Choice = TypeVar("Choice")
STEPS = 1_000_003


def share(*words: str | int) -> float:
    """From 0 up to, but never, 1; nothing but the words decides it."""
    return whole(STEPS, *words) / STEPS


def whole(below: int, *words: str | int) -> int:
    """A whole number from 0 up to `below` - 1."""
    text = "/".join(str(word) for word in words)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) % below


def one_of(choices: Sequence[Choice], *words: str | int) -> Choice:
    return choices[whole(len(choices), *words)]


def about(value: float, spread: float, *words: str | int) -> float:
    """Within `spread` (a share) of the value, to three digits."""
    return rounded(value * (1 + spread * (2 * share(*words) - 1)))


def around(value: float, spread: float) -> Interval:
    """The value with `spread` (a share) on both sides; a point without any."""
    return Interval(rounded(value * (1 - spread)), rounded(value * (1 + spread)))


def rounded(value: float) -> float:
    """To three significant digits, as people write such numbers."""
    return float(f"{value:.3g}")


def interval_of(written: float | Sequence[float]) -> Interval:
    """As in the files: one number, or low and high."""
    if isinstance(written, int | float):
        return Interval.point(float(written))
    low, high = written
    return Interval(float(low), float(high))
