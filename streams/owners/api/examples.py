"""What the page about the interface shows of owners' addresses. Made up."""

from typing import Any

WRITTEN: dict[str, Any] = {
    "kind": "material",
    "own_reference": "SLAG-01",
    "title": "Silicomanganese slag",
    "material": "silicomanganese_slag",
    "form": "slag",
    "state": "published",
    "quantities": {"moisture": "3–5 %", "grain_size": {"low": 0, "high": 40}},
    "years": [
        {"year": 2025, "amount": {"low": 21, "high": 23, "unit": "kt"}, "method": "measured"}
    ],
    "analyses": [
        {
            "analysed_on": "2026-02-11",
            "method": "XRF",
            "basis": "dry",
            "constituents": [
                {"substance": "SiO2", "share": {"low": 41, "high": 44}},
                {"substance": "MnO", "share": "6–8"},
                {"substance": "Pb", "share": {"low": 12, "high": 12, "unit": "mg/kg"}},
            ],
        }
    ],
    "policy": {"volume": {"exact": "nda", "coarse": "public"}, "process": "owner"},
}
CHANGE: dict[str, Any] = {
    "quantities": {"moisture": 4.5, "density": None},
    "policy": {"volume": "public"},
}
READ: dict[str, Any] = {
    **WRITTEN,
    "id": "k7w2m9x4c8ra",
    "version": 3,
    "created_at": "2026-03-02T09:14:05.120000+00:00",
    "delete_at": None,
    "site": "s8f3j6m1q9va",
    "confirmed_on": "2026-03-02",
    "quantities": {
        "grain_size": {"low": 0.0, "high": 40.0, "unit": "mm"},
        "moisture": {"low": 3.0, "high": 5.0, "unit": "wt%"},
        "density": None,
    },
    "years": [
        {
            "year": 2025,
            "amount": {"low": 21000.0, "high": 23000.0, "unit": "t/yr"},
            "method": "measured",
            "determined_on": None,
        }
    ],
    "policy": {
        "listed": None,
        "volume": {"exact": "nda", "coarse": "public"},
        "process": {"exact": "owner"},
    },
    "documents": [],
}
BULK: dict[str, Any] = {"listings": [WRITTEN]}
BULK_ANSWER: dict[str, Any] = {
    "dry_run": True,
    "created": 0,
    "changed": 1,
    "unchanged": 0,
    "results": [
        {
            "index": 0,
            "result": "changed",
            "id": "k7w2m9x4c8ra",
            "own_reference": "SLAG-01",
            "changed": ["years"],
        }
    ],
}
