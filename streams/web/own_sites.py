"""The own sites of somebody's companies, as places to search around.

The address of such a search carries the coordinates and nothing of the site, so that it says the
same to whoever gets it.
"""

from typing import Any

from accounts.viewers import Viewer
from companies.models import Site
from companies.queries import own_sites_on_map
from streams.catalogue.criteria import Criteria
from streams.web.addresses import SearchAddress
from streams.web.places import coordinates_text

SHOWN_AT_FIRST = 4


def own_sites(viewer: Viewer, criteria: Criteria, here: SearchAddress) -> dict[str, Any]:
    """Links to the same search around each site, nearest first; empty for who has none.

    And where a listing is searched around: that is one place or the other, not both.
    """
    if criteria.near and criteria.near.listing:
        return {"choices": [], "more": []}
    sites = list(own_sites_on_map(viewer))
    several = len({site.company_id for site in sites}) > 1
    found = [site_link(site, criteria, here, with_company=several) for site in sites]
    return {"choices": found[:SHOWN_AT_FIRST], "more": found[SHOWN_AT_FIRST:]}


def site_link(
    site: Site, criteria: Criteria, here: SearchAddress, *, with_company: bool
) -> dict[str, Any]:
    text = coordinates_text(site.latitude or 0, site.longitude or 0)
    near = criteria.near
    current = near is not None and near.listing is None
    return {
        "label": f"{site.name} ({site.company.name})" if with_company else site.name,
        "url": here.around("near", text).url,
        "current": current and near and coordinates_text(near.latitude, near.longitude) == text,
    }
