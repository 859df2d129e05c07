"""The 63 Norwegian rows as they were published: dirty, and made by nobody on this project."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from companies.models import Company, Site
from exchange.audit.models import AuditLine
from streams.catalogue.models import OwnerEntry, PublicEntry
from streams.catalogue.rebuild import rebuild
from streams.imports.sites.loading import load_sites
from streams.imports.sites.report import Report
from streams.register.models import Record
from tests.streams.imports.hotmaps_files import row

pytestmark = pytest.mark.usefixtures("reference_lists")


@pytest.fixture
def path() -> Path:
    found = Path(settings.BASE_DIR).parent / "shared" / "data" / "hotmaps_norway.csv"
    if not found.is_file():
        pytest.skip("the database to check against is not on this machine")
    return found


@pytest.fixture
def report(path: Path, reference_lists: None) -> Report:
    """Of the first run."""
    return load_sites(path)


def test_every_row_is_accounted_for(report: Report) -> None:
    counts = report.counts()
    assert [one.row for one in report.rows] == list(range(2, 65))
    assert counts["refused"] == counts["changed"] == counts["unchanged"] == 0
    assert (counts["created"], counts["merged"]) == (56, 7)
    assert Site.objects.count() == 56
    assert not Company.objects.exclude(organisation_number="")
    assert Record.objects.filter(kind="gas").count() == 51
    assert Record.objects.filter(kind="heat").count() == 8


def test_the_plants_that_two_registers_name_are_merged(report: Report) -> None:
    merged = {one.site_id for one in report.rows if one.outcome == "merged"}
    assert merged == {"4357", "4359", "4363", "4364", "4366", "4367", "4378"}


def test_the_refinery_that_stands_there_twice_is_counted_once(report: Report) -> None:
    assert row(report, 32).is_flagged
    assert row(report, 42).is_flagged
    shown = PublicEntry.objects.filter(title__contains="Mongstad")
    assert not shown.exists()
    assert PublicEntry.objects.filter(title="CO2 fra Statoil Refining Norway").exists()


def test_points_of_offices_and_post_boxes_are_shown_to_nobody(report: Report) -> None:
    sites = {site.own_reference: site for site in Site.objects.all()}
    for site_id in ("4356", "4368", "4369", "4370", "4371", "4354", "4361"):
        assert sites[f"hotmaps:{site_id}"].latitude is None
    assert sites["hotmaps:1576"].municipality_id == "1833"
    assert Site.objects.exclude(latitude=None).count() == 46


def test_running_it_again_changes_nothing(report: Report, path: Path) -> None:
    def state() -> list[object]:
        versions = list(Record.objects.order_by("pk").values_list("pk", "version"))
        entries = list(OwnerEntry.objects.order_by("pk").values_list("pk", "updated_at"))
        return [AuditLine.objects.count(), versions, entries]

    before = state()
    again = load_sites(path)
    assert (again.counts()["unchanged"], again.counts()["merged"]) == (56, 7)
    assert again.counts()["flagged"] == report.counts()["flagged"]
    assert state() == before
    assert not rebuild(dry_run=True)


def test_everybody_can_open_every_listing(report: Report, client: Client) -> None:
    for entry in PublicEntry.objects.order_by("pk"):
        answer = client.get(reverse("record", args=[entry.pk]))
        assert answer.status_code == 200
        assert "Hotmaps" in answer.content.decode()
