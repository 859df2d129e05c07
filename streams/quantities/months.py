"""A year month by month: twelve numbers, and what share of the year each of them is."""

import math
from collections.abc import Sequence
from typing import Any

MONTHS = 12
DECIMALS = 1
"""Shares are told to a tenth of a per cent; finer ones would say more than such figures hold."""


def shares_of(amounts: Sequence[float]) -> list[float]:
    """Per cent of the year for each month; empty unless there are twelve with something in them.

    Only the proportions between the months show: amounts twice as large give the same shares.
    """
    whole = math.fsum(amounts)
    if len(amounts) != MONTHS or whole <= 0:
        return []
    return [round(100 * amount / whole, DECIMALS) for amount in amounts]


def are_possible(amounts: Any) -> bool:
    """None at all, or twelve finite numbers from zero upwards, not all of them zero."""
    if not isinstance(amounts, list | tuple):
        return False
    if not amounts:
        return True
    counted = len(amounts) == MONTHS and all(is_amount(one) for one in amounts)
    return counted and math.fsum(amounts) > 0


def is_amount(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and math.isfinite(value) and value >= 0
