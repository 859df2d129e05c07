"""Front page and the pages about the exchange itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.queries import viewer_for
from companies.outlines import VIEW_BOX, county_paths
from streams.catalogue.criteria import Criteria
from streams.catalogue.overview import CountyFigure, Overview, public_overview
from streams.catalogue.search import search
from streams.vocabulary import Kind
from streams.web.cards import news
from streams.web.kinds import ICONS, kind_texts
from streams.web.names import current_names
from streams.web.numbers import day_text, with_unit, written
from streams.web.privacy import privacy_page
from streams.web.reading import only_read

NEWEST = 6
STEPS = (1_000, 10_000, 100_000, 500_000)
"""Tonnes a year from which a county is drawn one step darker; fixed, never from the figures."""
MILLION = 1_000_000


@only_read
def front(request: HttpRequest) -> HttpResponse:
    """What this is, search, ways in, figures that everybody can check, what is new."""
    page = search(viewer_for(request.user), Criteria(page_size=NEWEST))
    overview = public_overview()
    context = {
        "newest": [news(hit) for hit in page.hits],
        "kinds": kinds(overview),
        "figures": figures(overview),
        "updated": day_text(overview.newest) if overview.newest else "",
        "map": county_map(overview),
        "counties": county_rows(overview),
        "tries": tries(),
    }
    return render(request, "web/front.html", context)


@only_read
def about(request: HttpRequest) -> HttpResponse:
    """What the exchange is and how secrets are kept."""
    return render(request, "web/about.html")


@only_read
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return render(request, "web/privacy.html", privacy_page())


@only_read
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we hold ourselves to, how it is tested, and where to say that something fails."""
    return render(request, "web/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})


@only_read
def contact(request: HttpRequest) -> HttpResponse:
    """Who answers, and what to write."""
    return render(request, "web/contact.html", {"contact_email": settings.CONTACT_EMAIL})


def kinds(overview: Overview) -> list[dict[str, Any]]:
    """A way in for each of the four kinds."""
    texts = kind_texts()
    return [
        {
            "icon": ICONS[kind],
            "label": kind.label,
            "text": texts[kind],
            "count": written(overview.listings[kind]),
            "url": f"{reverse('search')}?kind={kind.value}",
        }
        for kind in Kind
    ]


def figures(overview: Overview) -> list[dict[str, str]]:
    """Context of components/key_figures.html: what is certain by what everybody sees."""
    return [
        {"value": large(overview.tonnes), "text": _("of side-streams a year, at least")},
        {
            "value": written(overview.total),
            "text": ngettext("listing from industry", "listings from industry", overview.total),
        },
        {
            "value": with_unit(written(round(overview.gigawatt_hours)), "GWh"),
            "text": _("of waste heat a year, at least"),
        },
        {
            "value": _("%(found)s of %(all)s")
            % {"found": overview.critical, "all": len(current_names().critical)},
            "text": _("critical raw materials found"),
        },
    ]


def large(tonnes: float) -> str:
    """ "1,4 mill. t", or whole tonnes below a million; rounded down, since it is a minimum."""
    if tonnes < MILLION:
        return with_unit(written(tonnes // 1), "t")
    millions = written(tonnes // (MILLION / 10) / 10)
    return with_unit(millions, pgettext("short for million tonnes", "million t"))


def county_map(overview: Overview) -> dict[str, Any]:
    """Context of components/county_map.html."""
    known = {figure.county: figure for figure in overview.counties}
    return {
        "title": _("Side-streams by county, tonnes a year"),
        "view_box": VIEW_BOX,
        "counties": [
            {
                "number": one.number,
                "name": one.name,
                "path": one.path,
                "step": step(known[one.number].tonnes) if one.number in known else "0",
                "text": at_least(known.get(one.number)),
                "url": f"{reverse('search')}?county={one.number}",
            }
            for one in county_paths()
        ],
        "legend": legend(),
    }


def step(tonnes: float) -> str:
    """ "1" to "5", pale to dark."""
    return str(1 + sum(tonnes >= edge for edge in STEPS))


def legend() -> list[dict[str, str]]:
    edges = [written(edge) for edge in STEPS]
    between = [f"{low}–{high}" for low, high in zip(edges, edges[1:], strict=False)]
    texts = [_("Under %s") % edges[0], *between, _("Over %s") % edges[-1]]
    steps = [{"step": str(place), "text": text} for place, text in enumerate(texts, 1)]
    return [*reversed(steps), {"step": "0", "text": _("No listing")}]


def at_least(figure: CountyFigure | None) -> str:
    if figure is None:
        return _("no listing")
    return _("at least %s a year") % with_unit(written(figure.tonnes // 1), "t")


def county_rows(overview: Overview) -> list[dict[str, Any]]:
    """The same figures as the map, largest first, and last what shows no county."""
    names, nowhere = current_names(), overview.nowhere
    ordered = sorted(overview.counties, key=lambda one: (-one.tonnes, names.county(one.county)))
    shown = [*ordered, *([nowhere] if nowhere.listings else [])]
    largest = max((figure.tonnes for figure in shown), default=0.0) or 1.0
    return [
        {
            "name": names.county(figure.county) if figure.county else _("County not disclosed"),
            "url": f"{reverse('search')}?county={figure.county}" if figure.county else "",
            "tonnes": written(figure.tonnes // 1),
            "listings": written(figure.listings),
            "bar": {"low": 0, "high": 100 * figure.tonnes / largest, "precision": "exact"},
        }
        for figure in shown
    ]


def tries() -> list[dict[str, str]]:
    """Searches to try, by words and by filters."""
    search_url = reverse("search")
    return [
        {"label": _("slag with manganese"), "url": f"{search_url}?q=slagg&substance=Mn"},
        {"label": _("more than 10,000 t of silica"),
         "url": f"{search_url}?substance=SiO2&wt_min=20&volume_min=10000"},
        {"label": _("heat above 100 °C"), "url": f"{search_url}?kind=heat&temperature_min=100"},
        {"label": _("gypsum"), "url": f"{search_url}?q=gips"},
    ]  # fmt: skip
