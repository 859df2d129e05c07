"""One answer of each sort, as the schema and the page about it show them. Made up."""

from typing import Any

LISTING: dict[str, Any] = {
    "id": "k7w2m9x4c8ra",
    "kind": "material",
    "title": "Silicomanganese slag",
    "tier": "public",
    "updated_at": "2026-03-02T09:14:05.120000+00:00",
    "certain": True,
    "contained": None,
    "facts": {
        "listing": {"material": "silicomanganese_slag", "form": "slag", "synthetic": True},
        "owner": {"precision": "industry", "division": "24"},
        "place": {"precision": "county", "country": "NO", "county": "42"},
        "volume": {"low": 100000.0, "high": None, "unit": "t/yr", "precision": "band"},
        "composition": {
            "precision": "exact",
            "basis": "dry",
            "parts": [
                {"substance": "MnO", "low": 6.1, "high": 6.4, "unit": "wt%", "precision": "exact"}
            ],
        },
    },
}
RESULTS: dict[str, Any] = {
    "count": 1,
    "page": 1,
    "page_size": 25,
    "next": None,
    "previous": None,
    "results": [LISTING],
}
PROBLEM: dict[str, Any] = {
    "status": 400,
    "title": "Bad Request",
    "detail": "Something in the request is wrong; errors says which parameter or field, and why.",
    "errors": {"volume": ["There is no such parameter."]},
}
