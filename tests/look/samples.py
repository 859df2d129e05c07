"""One context per component, with every variable that the component knows."""

from typing import Any

from django.conf import settings

from tests.look.pieces import (
    ACTIONS,
    BAND,
    BAND_CHART,
    BARS,
    COARSE_HIT,
    COLUMNS,
    COUNTIES,
    CRM,
    EXACT_CHART,
    HIT,
    ROWS,
    SPREAD,
    VISIBILITY,
    YEAR,
    SampleForm,
    bound_form,
    noted_field,
)

Context = dict[str, Any]


def samples() -> dict[str, list[Context]]:
    """Contexts by component; the first one is complete, the others leave out what is optional."""
    return {
        "audience_list": [{}],
        "bar": [{"bar": BARS[3], "scale": 100}, {"bar": BARS[0]}],
        "bars_legend": [{"lock": True}, {}],
        "breadcrumbs": [{"crumbs": [{"label": "Front page", "url": "/"}, {"label": "Search"}]}],
        "cell": [{"cell": cell} for row in ROWS for cell in row],
        "chip": [{"label": "Over 100 t a year", "remove_url": "?"}],
        "compare_choice": [
            {"id": "abc", "title": "Slag", "chosen": True},
            {"id": "abd", "title": "Dust", "chosen": False},
        ],
        "composition_bars": [
            {"rows": BARS, "scale": 100, "axis": True, "compact": False},
            {"rows": BARS, "compact": True},
        ],
        "county_map": [
            {
                "title": "Tonnes by county",
                "view_box": "0 0 100 100",
                "counties": [
                    {**county, "url": f"?county={county['number']}"} for county in COUNTIES
                ],
                "legend": [
                    {"step": "1", "text": "Under 100"},
                    {"step": "suppressed", "text": "Suppressed"},
                ],
            },
            {"title": "Where", "view_box": "0 0 100 100", "counties": COUNTIES},
        ],
        "crm_chip": [{**CRM[0], "url": "?crm=Mn"}, CRM[1]],
        "demo_strip": [{"demo": True}, {"demo": False}],
        "empty_state": [
            {"title": "No hits", "text": "Nothing fits.", "icon": "search", "actions": ACTIONS},
            {"title": "Nothing yet", "text": "It comes here."},
        ],
        "error_summary": [
            {
                "form": bound_form(),
                "errors": [{"id": "id_title", "label": "Row 7", "text": "Swap them."}],
            },
            {"form": SampleForm()},
        ],
        "fact": [
            {
                "label": "Volume",
                "fact": {
                    "text": "Over 100 000 t",
                    "note": "weighed",
                    "precision": "band",
                    "parts": None,
                },
                "visibility": VISIBILITY,
            },
            {"label": "Main constituents", "fact": {"parts": BARS}},
            {"label": "Moisture"},
        ],
        "field": [{"field": field, "suffix": "t"} for field in bound_form()],
        "field_errors": [{"field": bound_form()["title"]}],
        "filter_choice": [
            {
                "name": "crm",
                "radio": False,
                "choice": {
                    "value": "Mn",
                    "label": "Manganese",
                    "count": 9,
                    "checked": True,
                    "symbol": "Mn",
                },
            },
        ],
        "filter_group": [
            {
                "title": "Critical raw materials",
                "name": "crm",
                "all_url": "?all=crm",
                "choices": [
                    {
                        "value": "Mn",
                        "label": "Manganese",
                        "count": 9,
                        "checked": True,
                        "symbol": "Mn",
                    },
                    {
                        "value": "C",
                        "label": "Graphite",
                        "count": 5,
                        "checked": False,
                        "symbol": "C",
                    },
                ],
            },
            {
                "title": "County",
                "name": "county",
                "choices": [
                    {"value": "42", "label": "Agder", "count": 0, "checked": True},
                    {"value": "18", "label": "Nordland", "count": 6},
                ],
            },
        ],
        "filter_sheet": [{"active": 3}, {}],
        "form": [
            {
                "form": bound_form(),
                "submit_label": "Save",
                "action": "/save/",
                "method": "post",
                "cancel_url": "/",
                "danger": False,
                "redirect_field": "",
            },
            {"form": SampleForm(), "submit_label": "Save"},
        ],
        "form_fields": [{"form": bound_form()}],
        "freshness": [{"confirmed": "March 2026"}, {"confirmed": "2023", "old": True}],
        "hit_card": [{"hit": HIT}, {"hit": COARSE_HIT}],
        "key_figures": [
            {"figures": [{"value": "9.6 million tonnes", "text": "side-streams a year"}]}
        ],
        "kind_icon": [{"kind": kind} for kind in ("material", "heat", "gas", "deposit")],
        "language_menu": [{"LANGUAGES": settings.LANGUAGES}],
        "lock": [{"text": "Owner and place"}, {}],
        "map": [
            {
                "points_url": "/points.geojson",
                "outlines_url": "/outlines.geojson",
                "county_url": "/sok/?county=",
                "tiles": "/tiles/{z}/{x}/{y}.png",
                "attribution": "Somebody",
                "near": True,
            },
            {"points_url": "/points.geojson", "county_url": "/sok/?county="},
        ],
        "messages": [{"messages": [{"level_tag": "success", "message": "Saved."}]}, {}],
        "next_steps": [{"title": "What happens then", "steps": ["You write.", "They answer."]}],
        "notice": [
            {
                "kind": kind,
                "title": "Look here.",
                "text": "This is what it says.",
                "action_url": "/a/",
                "action_label": "Open",
            }
            for kind in ("info", "success", "warning", "error", "lock")
        ],
        "opened": [{"until": "14 May 2027"}],
        "page_head": [{"title": "Slag", "over": "Side-stream", "lead": "From a furnace."}],
        "pagination": [
            {
                "first": 26,
                "last": 50,
                "total": 1238,
                "previous_url": "?page=1",
                "next_url": "?page=3",
                "pages": [
                    {"number": 1, "url": "?page=1"},
                    {"number": 2, "url": "?page=2", "current": True},
                    {"number": None},
                    {"number": 50, "url": "?page=50"},
                ],
            },
            {"first": 1, "last": 3, "total": 3, "pages": []},
        ],
        "progress": [
            {
                "id": "work",
                "label": "Reading the spreadsheet",
                "done": 1200,
                "total": 4000,
                "state": "running",
                "detail": "Row 1200 of 4000.",
                "poll_url": "/progress/",
                "next_url": "/done/",
                "next_label": "See them",
            },
            {"id": "waits", "label": "Counting", "state": "waiting"},
            {"id": "open-end", "label": "Counting on", "state": "running"},
            {"id": "stopped", "label": "Stopped", "state": "failed", "detail": "Row 7 is wrong."},
            {
                "id": "ready",
                "label": "Ready",
                "state": "done",
                "next_url": "/",
                "next_label": "See",
            },
        ],
        "search_box": [
            {"action": "/sok/", "query": "slag", "hidden": [{"name": "county", "value": "42"}]},
            {"action": "/sok/"},
        ],
        "site_footer": [{}],
        "site_header": [{}],
        "site_links": [{"here": "search"}],
        "source_line": [
            {
                "source": "The companies' own figures",
                "date": "14 November 2026",
                "method_url": "/method/",
                "downloads": [
                    {"label": "CSV", "url": "/a.csv"},
                    {"label": "Excel", "url": "/a.xlsx"},
                ],
            },
            {"source": "The companies' own figures"},
        ],
        "steps": [
            {
                "steps": [
                    {"label": "Site", "url": "/1/", "state": "done"},
                    {"label": "Composition", "url": "/2/", "state": "current"},
                    {"label": "Check", "state": "ahead"},
                ]
            }
        ],
        "switch": [
            {
                "label": "Show as",
                "choices": [
                    {"label": "List", "url": "?as=list", "icon": "list", "current": True},
                    {"label": "Map", "url": "?as=map", "icon": "map"},
                ],
            }
        ],
        "table": [
            {
                "caption": "Tonnes by county",
                "columns": COLUMNS,
                "rows": ROWS,
                "total": ["All", {"text": "1 720 000", "numeric": True}, "–", "–"],
                "caption_hidden": False,
            },
            {"caption": "Tonnes", "columns": COLUMNS, "rows": ROWS, "caption_hidden": True},
        ],
        "tabs": [
            {
                "label": "Kind",
                "tabs": [
                    {"label": "Side-streams", "url": "?", "count": 38, "current": True},
                    {"label": "NDA", "url": "?n", "icon": "key", "note": "3 with access"},
                ],
            }
        ],
        "tag": [{"text": "Hazardous waste", "kind": "danger", "icon": "warning"}, {"text": "here"}],
        "user_menu": [{"acting_for": {"name": "Gjenvinn Sør AS"}, "unread_notices": 3}, {}],
        "visibility": [
            {"name": "volume", "legend": "Volume", "chosen": 1, "band": {**BAND, "checked": True}},
            {
                "name": "owner",
                "legend": "Owner",
                "chosen": 0,
                "band": {"name": "o", "label": "Show it"},
            },
            {"name": "cost", "legend": "Cost", "chosen": 2},
        ],
        "spread_table": [
            {"rows": SPREAD, "title": "Several analyses", "compact": False},
            {"rows": SPREAD, "title": "Several analyses", "compact": True},
        ],
        "months": [{"chart": {**YEAR, "energy": True}}, {"chart": YEAR}],
        "months_picture": [{"chart": YEAR}],
        "field_notes": [{"field": noted_field(), "swap": True}, {"field": bound_form()["volume"]}],
        "volume_chart": [
            {"chart": EXACT_CHART, "title": "Volume by year"},
            {"chart": BAND_CHART, "title": "Volume by year, bands"},
        ],
        "way_in": [
            {
                "icon": "factory",
                "title": "I have a side-stream",
                "text": "You choose what others see.",
                "url": "/a/",
                "action": "Register",
            }
        ],
    }
