"""Step indicator and crumbs of owners' pages."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from streams.owners.editing import steps_of
from streams.register.models import Record

REVIEW = "se-over"


def steps_context(record: Record, current: str) -> dict[str, Any]:
    """Contexts of components/steps.html and breadcrumbs.html; every page can be jumped to."""
    steps = steps_of(record)
    pages = [
        (step.slug, step.title, reverse("edit_step", args=[record.pk, step.slug])) for step in steps
    ]
    pages.append((REVIEW, _("Look over"), reverse("review", args=[record.pk])))
    slugs = [slug for slug, _title, _url in pages]
    here = slugs.index(current)
    previous = pages[here - 1] if here else None
    return {
        "steps": [
            {"label": title, "url": url, "state": state_of(place, here)}
            for place, (_slug, title, url) in enumerate(pages)
        ],
        "place": here + 1,
        "last_place": len(pages),
        "previous": {"label": previous[1], "url": previous[2]} if previous else None,
        "crumbs": crumbs(record, pages[here][1]),
    }


def state_of(place: int, here: int) -> str:
    if place == here:
        return "current"
    return "done" if place < here else "ahead"


def crumbs(record: Record, title: Any) -> list[dict[str, Any]]:
    company = record.site.company
    return [
        {"label": _("Our page"), "url": reverse("company_page", args=[company.public_id])},
        {"label": record.title, "url": reverse("record", args=[record.pk])},
        {"label": title},
    ]
