"""Sites find their municipality from the point; what the owner says wins, and doubt is noted."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.queries import viewer_for
from accounts.services import NotAllowedError
from companies.models import Company, County, Municipality, Site
from companies.organisation_numbers import synthetic_number
from companies.queries import sites_to_act_for
from companies.services import register_company, save_site
from companies.signals import site_changed
from exchange.audit.models import AuditLine

KVINESDAL: dict[str, Any] = {"latitude": 58.29, "longitude": 6.96}
NORTH_SEA: dict[str, Any] = {"latitude": 57.5, "longitude": 3.0}
GOTHENBURG: dict[str, Any] = {"latitude": 57.7, "longitude": 11.97}


def municipality(number: str) -> Municipality:
    return Municipality.objects.get(number=number)


@pytest.fixture
def site(company: Company) -> Site:
    return save_site(actor=None, company=company, name="Works", **KVINESDAL)


def test_municipality_and_county_follow_from_the_point(site: Site) -> None:
    site.refresh_from_db()
    assert (site.municipality_id, site.county_id) == ("4227", "42")
    assert site.place_doubt == ""


def test_a_moved_point_moves_the_place(site: Site, company: Company) -> None:
    moved = save_site(actor=None, company=company, site=site, latitude=59.117, longitude=9.632)
    assert (moved.municipality_id, moved.county_id) == ("4001", "40")


def test_a_given_municipality_wins_and_the_disagreement_is_noted(company: Company) -> None:
    site = save_site(
        actor=None, company=company, name="W", municipality=municipality("4228"), **KVINESDAL
    )
    assert (site.municipality_id, site.county_id) == ("4228", "42")
    assert site.place_doubt == Site.PlaceDoubt.MUNICIPALITY
    corrected = save_site(actor=None, company=company, site=site, municipality=None)
    assert (corrected.municipality_id, corrected.place_doubt) == ("4227", "")


def test_a_given_county_wins_and_takes_no_municipality_of_another(company: Company) -> None:
    county = County.objects.get(number="11")
    site = save_site(actor=None, company=company, name="W", county=county, **KVINESDAL)
    assert (site.municipality_id, site.county_id) == (None, "11")
    assert site.place_doubt == Site.PlaceDoubt.COUNTY


def test_other_changes_leave_the_chosen_place_alone(company: Company) -> None:
    site = save_site(
        actor=None, company=company, name="W", municipality=municipality("4228"), **KVINESDAL
    )
    renamed = save_site(actor=None, company=company, site=site, name="New name")
    assert renamed.municipality_id == "4228"
    assert renamed.place_doubt == Site.PlaceDoubt.MUNICIPALITY


def test_haram_may_be_chosen_where_the_borders_only_know_ålesund(company: Company) -> None:
    point: dict[str, Any] = {"latitude": 62.60, "longitude": 6.44}
    site = save_site(actor=None, company=company, name="W", **point)
    assert site.municipality_id == "1508"
    chosen = save_site(actor=None, company=company, site=site, municipality=municipality("1580"))
    assert (chosen.municipality_id, chosen.place_doubt) == ("1580", "")


def test_a_site_without_a_point_has_no_invented_place(company: Company) -> None:
    site = save_site(actor=None, company=company, name="Somewhere")
    assert (site.latitude, site.municipality_id, site.county_id) == (None, None, None)
    assert site.place_doubt == ""


def test_points_outside_norway_and_abroad_are_noted_not_guessed(company: Company) -> None:
    outside = save_site(actor=None, company=company, name="A", **NORTH_SEA)
    assert (outside.municipality_id, outside.place_doubt) == (None, Site.PlaceDoubt.OUTSIDE)
    abroad = save_site(actor=None, company=company, name="B", country="se", **GOTHENBURG)
    assert (abroad.country, abroad.municipality_id, abroad.place_doubt) == ("SE", None, "")
    mistaken = save_site(actor=None, company=company, name="C", country="SE", **KVINESDAL)
    assert (mistaken.municipality_id, mistaken.place_doubt) == (None, Site.PlaceDoubt.INSIDE)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"latitude": 91.0, "longitude": 6.0}, "latitude"),
        ({"latitude": 58.0, "longitude": 181.0}, "longitude"),
        ({"latitude": float("nan"), "longitude": 6.0}, "latitude"),
        ({"latitude": 58.0, "longitude": float("inf")}, "longitude"),
        ({"latitude": 58.0}, "longitude"),
        ({"longitude": 6.0}, "latitude"),
        ({"latitude": "north", "longitude": 6.0}, "latitude"),
        ({"country": "Norge"}, "country"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"postal_code": "1" * 13}, "postal_code"),
    ],
)
def test_a_refused_site_leaves_nothing_behind(
    company: Company, fields: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_site(actor=None, company=company, **{"name": "Works", **fields})
    assert wrong in refusal.value.message_dict
    assert not Site.objects.exists()
    assert not AuditLine.objects.filter(action="site.save").exists()


def test_a_municipality_abroad_or_in_another_county_is_refused(company: Company) -> None:
    with pytest.raises(ValidationError):
        save_site(
            actor=None, company=company, name="A", country="SE", municipality=municipality("4227")
        )
    with pytest.raises(ValidationError):
        save_site(
            actor=None,
            company=company,
            name="B",
            municipality=municipality("4227"),
            county=County.objects.get(number="11"),
        )


def test_a_reference_is_used_once_in_a_company_and_freely_between_them(company: Company) -> None:
    other = register_company(actor=None, name="O", organisation_number=synthetic_number(2))
    save_site(actor=None, company=company, name="A", own_reference="R1")
    save_site(actor=None, company=other, name="B", own_reference="R1")
    with pytest.raises(ValidationError, match="reference"):
        save_site(actor=None, company=company, name="C", own_reference="R1")


def test_the_signal_and_the_log_come_once_and_not_for_nothing(
    site: Site, company: Company, member: User
) -> None:
    told: list[tuple[int, int]] = []
    site_changed.connect(
        lambda site_id, company_id, **_: told.append((site_id, company_id)),
        weak=False,
        dispatch_uid="test",
    )
    try:
        for _ in range(2):
            save_site(actor=member, company=company, site=site, place="Øye")
    finally:
        site_changed.disconnect(dispatch_uid="test")
    assert told == [(site.pk, company.pk)]
    line = AuditLine.objects.filter(action="site.save").latest("pk")
    assert line.details == {"company": company.pk, "fields": ["place"]}


def test_a_failing_publisher_undoes_the_site(company: Company) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("cannot publish")

    site_changed.connect(fail, dispatch_uid="test")
    try:
        with pytest.raises(RuntimeError):
            save_site(actor=None, company=company, name="Works")
    finally:
        site_changed.disconnect(dispatch_uid="test")
    assert not Site.objects.exists()


def test_nobody_saves_sites_of_a_company_that_is_not_theirs(
    site: Site, company: Company, member: User, pending: User, staff: User
) -> None:
    for actor in (pending, staff):
        with pytest.raises(NotAllowedError):
            save_site(actor=actor, company=company, site=site, name="Taken")
    other = register_company(actor=None, name="O", organisation_number=synthetic_number(2))
    with pytest.raises(NotAllowedError):
        save_site(actor=member, company=other, name="Planted")
    with pytest.raises(NotAllowedError):
        save_site(actor=None, company=other, site=site, name="Moved away")
    site.refresh_from_db()
    assert (site.name, site.company_id) == ("Works", company.pk)


def test_a_site_is_there_to_edit_for_members_alone(
    site: Site, member: User, pending: User, staff: User
) -> None:
    assert list(sites_to_act_for(viewer_for(member))) == [site]
    for stranger in (pending, staff):
        assert not sites_to_act_for(viewer_for(stranger)).exists()
