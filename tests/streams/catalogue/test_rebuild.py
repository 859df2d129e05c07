"""Whatever was changed behind the services' back is found, and mended by a rebuild."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.tiers import Tier
from companies.models import Company
from streams.catalogue.models import (
    CONTENTS,
    ENTRIES,
    NdaContent,
    NdaEntry,
    OwnerContent,
    OwnerEntry,
    PublicContent,
    PublicEntry,
)
from streams.catalogue.publish import Drift
from streams.catalogue.rebuild import rebuild
from streams.catalogue.tasks import check_drift
from streams.register.models import Constituent, Quantity, Record, YearlyFigure
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    """One of three listings; the others must be left alone."""
    worlds.load_lists()
    place = worlds.site(worlds.company(1, "Verk"))
    worlds.listing(place, "heat", 52)
    worlds.listing(place, policy={"listed": 2}, title="Unlisted")
    return worlds.listing(place)


def whole_catalogue() -> list[Any]:
    """Everything but when it was written."""
    entries = [row for model in ENTRIES for row in model._default_manager.order_by("pk").values()]
    contents = [
        row
        for tier in Tier
        for row in CONTENTS[tier]._default_manager.values_list(
            "entry",  # type: ignore[misc]
            "substance",
            "low",
            "high",
        )
    ]
    kept = [{key: value for key, value in row.items() if key != "updated_at"} for row in entries]
    return [kept, sorted(contents)]


def facts_of_everyone(record: Record) -> None:
    entry = PublicEntry.objects.get(pk=record.pk)
    PublicEntry.objects.filter(pk=record.pk).update(
        facts={**entry.facts, "process": "Secret furnace"}
    )


def entry_tampered(**columns: Any) -> Callable[[Record], None]:
    def tamper(record: Record) -> None:
        assert PublicEntry.objects.filter(pk=record.pk).update(**columns) == 1

    return tamper


TAMPERINGS: dict[str, Callable[[Record], object]] = {
    "the facts of everyone's entry": facts_of_everyone,
    "the volume of everyone's entry": entry_tampered(volume_low=4_321, volume_high=4_321),
    "its point": entry_tampered(latitude=58.29, longitude=6.96),
    "its company": entry_tampered(company_id=1),
    "its search text": entry_tampered(search_text="Secret furnace"),
    "its critical raw materials": entry_tampered(crm=["gallium"]),
    "its hash": entry_tampered(content_hash="0" * 32),
    "a share of weight": lambda record: NdaContent.objects.filter(
        entry_id=record.pk, substance="MnO"
    ).update(low=5, high=7),
    "a substance too many": lambda record: PublicContent.objects.create(
        entry_id=record.pk, substance="Pb", low=0.0012, high=0.0012
    ),
    "a substance that is gone": lambda record: OwnerContent.objects.filter(
        entry_id=record.pk, substance="Pb"
    ).delete(),
    "an entry that is gone": lambda record: NdaEntry.objects.filter(pk=record.pk).delete(),
    "an entry of an unlisted record": lambda record: PublicEntry.objects.create(
        **{
            **OwnerEntry.objects.filter(title="Unlisted").values(*columns()).get(),
            "updated_at": OwnerEntry.objects.get(title="Unlisted").updated_at,
        }
    ),
    "a yearly figure of the register": lambda record: YearlyFigure.objects.filter(
        record=record
    ).update(high=123_456),
    "a constituent of the register": lambda record: Constituent.objects.filter(
        analysis__record=record, substance="MnO"
    ).update(low=11, high=12),
    "a quantity of the register": lambda record: Quantity.objects.filter(record=record).delete(),
    "the policy of the register": lambda record: Record.objects.filter(pk=record.pk).update(
        policy={"volume": {"exact": 2, "coarse": 2}}
    ),
    "the state of the register": lambda record: Record.objects.filter(pk=record.pk).update(
        state="draft"
    ),
    "the day it was confirmed": lambda record: Record.objects.filter(pk=record.pk).update(
        confirmed_on=date(2020, 1, 1)
    ),
    "the company's name": lambda record: Company.objects.update(name="Another"),
}


def columns() -> list[str]:
    return [f.name for f in PublicEntry._meta.concrete_fields if f.name not in {"search"}]


def test_nothing_has_drifted_where_everything_went_through_the_services(record: Record) -> None:
    call_command("rebuild_catalogue", check=True)
    assert check_drift() == {"written": 0, "removed": 0}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_what_was_tampered_with_is_found_and_mended(
    record: Record, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = whole_catalogue()
    TAMPERINGS[what](record)
    tampered = whole_catalogue()
    with pytest.raises(CommandError, match="drifted") as caught:
        call_command("rebuild_catalogue", check=True)
    assert caught.value.returncode == 1
    assert whole_catalogue() == tampered
    assert sum(check_drift().values()) > 0
    call_command("rebuild_catalogue")
    call_command("rebuild_catalogue", check=True)
    assert "0 entries differed, 0 were left over." in capsys.readouterr().out
    if "register" not in what and tampered != before:
        assert whole_catalogue() == before


def test_a_rebuild_does_not_move_what_is_as_it_must_be(record: Record) -> None:
    moments = dict(PublicEntry.objects.values_list("pk", "updated_at"))
    PublicEntry.objects.filter(pk=record.pk).update(volume_low=1)
    call_command("rebuild_catalogue")
    after = dict(PublicEntry.objects.values_list("pk", "updated_at"))
    assert {pk for pk in moments if moments[pk] != after[pk]} == {record.pk}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_command_itself_ends_with_status_1_on_drift_and_0_without(record: Record) -> None:
    def status(*options: str) -> int:
        settings = {**os.environ, "TESTING": "1", "DATABASE_URL": database_url()}
        command = [sys.executable, "manage.py", "rebuild_catalogue", *options]
        return subprocess.run(command, env=settings, capture_output=True, check=False).returncode

    PublicEntry.objects.filter(pk=record.pk).update(title="Tampered with")
    assert status("--check") == 1
    call_command("rebuild_catalogue")
    assert status("--check") == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_find_what_was_tampered_with_and_mend_it(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches of one record, so that both have something to do."""
    monkeypatch.setattr("streams.catalogue.rebuild.BATCH", 1)
    before, done = whole_catalogue(), list[int]()
    PublicEntry.objects.filter(pk=record.pk).update(title="Tampered with")
    OwnerEntry.objects.exclude(pk=record.pk).update(volume_low=1)
    assert rebuild(dry_run=True, processes=2, progress=done.append) == Drift(written=3)
    assert done == [1, 1, 1]
    assert whole_catalogue() != before
    assert rebuild(processes=2) == Drift(written=3)
    assert whole_catalogue() == before
    assert rebuild(processes=2) == Drift()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_fails_in_another_process_ends_the_rebuild(record: Record) -> None:
    Record.objects.update(policy={"volume": {"exact": "nobody"}})
    with pytest.raises(ValueError, match="nobody"):
        rebuild(processes=2)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_processes_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(CommandError, match="no number of processes"):
        call_command("rebuild_catalogue", f"--processes={number}")


def database_url() -> str:
    """Of the test's own database, for a process of its own."""
    name = connection.settings_dict["NAME"]
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
