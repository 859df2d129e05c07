"""From page to page of a list."""

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict

NEIGHBOURS = 2


def pages_of(page: "Page[Any]", params: QueryDict) -> dict[str, Any]:
    """Context of components/pagination.html; every other parameter is kept."""
    last, number = page.paginator.num_pages, page.number
    around = range(max(1, number - NEIGHBOURS), min(last, number + NEIGHBOURS) + 1)
    numbers: list[dict[str, Any]] = []
    previous = 0
    for this in sorted({1, last, *around}):
        if this - previous > 1:
            numbers.append({"number": None})
        numbers.append({"number": this, "url": address(params, this), "current": this == number})
        previous = this
    return {
        "first": page.start_index(),
        "last": page.end_index(),
        "total": page.paginator.count,
        "previous_url": address(params, number - 1) if page.has_previous() else "",
        "next_url": address(params, number + 1) if page.has_next() else "",
        "pages": numbers if last > 1 else [],
    }


def address(params: QueryDict, number: int) -> str:
    kept = params.copy()
    kept["page"] = str(number)
    return f"?{kept.urlencode()}"
