"""Settles which municipality and county a site lies in; for companies.services only."""

import math
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from companies.countries import HOME
from companies.geography import Place, place_of, same_place_as_drawn
from companies.models import Site


def settle_place(site: Site, given: Mapping[str, Any], *, is_moved: bool) -> None:
    """Fill in what the point tells, keep what was given, and note where the two disagree.

    `given` holds the fields of this save; a municipality or county in it wins over the point.
    One given as None is to be found anew. Raises ValidationError for a municipality abroad, or
    in another county than the one given.
    """
    refuse_half_points(site)
    found = _found_place(site)
    if site.country != HOME:
        _settle_abroad(site, given)
    elif given.get("municipality"):
        _take_given_municipality(site, given)
    elif given.get("county"):
        _take_given_county(site, found)
    elif is_moved or "municipality" in given or "county" in given:
        _take_found(site, found, is_asked="municipality" in given or "county" in given)
    site.place_doubt = doubt_about(site, found)


def refuse_half_points(site: Site) -> None:
    """Raise ValidationError for a latitude without a longitude, and for what is no number."""
    point = {"latitude": site.latitude, "longitude": site.longitude}
    for name, degrees in point.items():
        if degrees is not None and not math.isfinite(degrees):
            raise ValidationError({name: _("Give degrees as a number, as 58.29.")})
    for name, degrees in point.items():
        if degrees is None and any(other is not None for other in point.values()):
            raise ValidationError({name: _("Give both latitude and longitude, or neither.")})


def doubt_about(site: Site, found: Place | None) -> str:
    """What is doubtful about a point and the place that is given with it; "" if nothing is."""
    if site.latitude is None:
        return ""
    if site.country != HOME:
        return Site.PlaceDoubt.INSIDE if found and not found.km_off else ""
    if found is None:
        return Site.PlaceDoubt.OUTSIDE
    if site.county_id and site.county_id != found.county:
        return Site.PlaceDoubt.COUNTY
    if site.municipality_id and not same_place_as_drawn(site.municipality_id, found.municipality):
        return Site.PlaceDoubt.MUNICIPALITY
    return ""


def _found_place(site: Site) -> Place | None:
    if site.latitude is None or site.longitude is None:
        return None
    return place_of(site.latitude, site.longitude)


def _settle_abroad(site: Site, given: Mapping[str, Any]) -> None:
    for name in ("municipality", "county"):
        if given.get(name):
            raise ValidationError({name: _("Only places in Norway have one of these.")})
        setattr(site, name, None)


def _take_given_municipality(site: Site, given: Mapping[str, Any]) -> None:
    county_id = given["municipality"].county_id
    if given.get("county") and given["county"].pk != county_id:
        raise ValidationError({"county": _("The municipality lies in another county.")})
    site.county_id = county_id


def _take_given_county(site: Site, found: Place | None) -> None:
    site.municipality_id = None
    if found and found.county == site.county_id:
        site.municipality_id = found.municipality


def _take_found(site: Site, found: Place | None, *, is_asked: bool) -> None:
    """A point that says nothing leaves an earlier answer alone, unless a new one is asked for."""
    if found or is_asked:
        site.municipality_id = found.municipality if found else None
        site.county_id = found.county if found else None
