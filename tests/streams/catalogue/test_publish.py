"""What it takes to publish: few statements, nothing where nothing differs, one after another."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.tiers import Tier
from streams.catalogue.models import CONTENTS, NdaEntry, OwnerEntry, PublicContent, PublicEntry
from streams.catalogue.publish import publish
from streams.catalogue.rebuild import rebuild
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.crm import crm_contents
from streams.quantities.intervals import Interval
from streams.register.models import Record, YearlyFigure
from tests import worlds

Counted = Callable[[int], AbstractContextManager[Any]]


def listing(**values: Any) -> Record:
    worlds.load_lists()
    return worlds.listing(worlds.site(worlds.company(1, "Verk")), **values)


@pytest.fixture
def record(db: None) -> Record:
    return listing()


def raise_volume(record: Record) -> None:
    YearlyFigure.objects.filter(record=record).update(low=F("low") * 10, high=F("high") * 10)


def content_keys(record: Record) -> list[list[int]]:
    rows = (CONTENTS[tier]._default_manager.filter(entry_id=record.pk) for tier in Tier)  # type: ignore[misc]
    return [sorted(found.values_list("pk", flat=True)) for found in rows]


def test_an_edit_of_the_volume_takes_seven_statements(
    record: Record, django_assert_num_queries: Counted
) -> None:
    raise_volume(record)
    with django_assert_num_queries(7):
        assert publish([record.pk]).written == 3


def test_where_nothing_differs_three_statements_read_and_none_writes(
    record: Record, django_assert_num_queries: Counted
) -> None:
    others = [worlds.listing(record.site), worlds.listing(record.site, "heat", 52)]
    for ids in ([record.pk], [record.pk, *(one.pk for one in others)]):
        with django_assert_num_queries(3):
            assert not publish(ids)


def test_an_edit_of_the_volume_leaves_the_contents_where_they_are(record: Record) -> None:
    before = content_keys(record)
    raise_volume(record)
    publish([record.pk])
    assert content_keys(record) == before
    assert all(before)


def test_contents_that_were_tampered_with_are_mended_by_any_publication(record: Record) -> None:
    wanted = PublicContent.objects.get(entry_id=record.pk, substance="Mn").high
    PublicContent.objects.filter(entry_id=record.pk, substance="Mn").update(high=99)
    assert publish([record.pk]).written == 1
    assert PublicContent.objects.get(entry_id=record.pk, substance="Mn").high == wanted


def test_a_content_that_stands_there_twice_is_drift(record: Record) -> None:
    row = PublicContent.objects.get(entry_id=record.pk, substance="Mn")
    PublicContent.objects.create(entry_id=record.pk, substance="Mn", low=row.low, high=row.high)
    assert rebuild(dry_run=True).written == 1
    publish([record.pk])
    assert PublicContent.objects.filter(entry_id=record.pk, substance="Mn").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ['say "volume_high":Infinity, or \\"volume_high\\":-Infinity', 'a\\ "b" \U0001f525 ½']
)
def test_any_text_and_an_open_end_are_stored_as_they_stand(text: str) -> None:
    worlds.load_lists()
    record = worlds.listing(worlds.site(worlds.company(1, "Verk")))
    Record.objects.filter(pk=record.pk).update(title=text, description=text)
    YearlyFigure.objects.filter(record=record).update(low=500_000, high=float("inf"))
    publish([record.pk])
    for entry in (*NdaEntry.objects.all(), *OwnerEntry.objects.all()):
        assert (entry.title, entry.facts["description"]["text"]) == (text, text)
        assert (entry.volume_low, entry.volume_high) == (500_000, float("inf"))
        assert entry.facts["volume"]["high"] is None
    assert not rebuild(dry_run=True)


def test_a_whole_number_and_its_decimal_are_told_apart_in_what_is_stored(record: Record) -> None:
    """What was reckoned for one entry serves others: 1 and 1.0 must not change places there."""
    exact = ConstituentValue("MnO", Interval(1.0, 5.0), "wt%", "dry")
    band = ConstituentValue("MnO", Interval(1, 5), "wt%", "dry")
    assert [repr(one) for one in crm_contents([exact])] == [repr(x) for x in crm_contents([band])]
    before = dict(PublicEntry.objects.values_list("pk", "content_hash"))
    rebuild()
    assert dict(PublicEntry.objects.values_list("pk", "content_hash")) == before


@pytest.fixture
def elsewhere() -> Iterator[Callable[[Callable[[], object]], threading.Thread]]:
    """Begins something on a connection of its own, and waits for it at the end."""
    begun: list[threading.Thread] = []

    def begin(work: Callable[[], object]) -> threading.Thread:
        def whole() -> None:
            try:
                work()
            finally:
                connection.close()

        begun.append(threading.Thread(target=whole))
        begun[-1].start()
        return begun[-1]

    yield begin
    for thread in begun:
        thread.join(30)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_publication_that_had_to_wait_reads_what_it_waited_for(
    elsewhere: Callable[[Callable[[], object]], threading.Thread],
) -> None:
    record = listing(policy={"volume": {"exact": 0, "coarse": 0}})
    with transaction.atomic():
        publish([record.pk])
        waiting = elsewhere(lambda: publish([record.pk]))
        wait_for_lock()
        YearlyFigure.objects.filter(record=record).update(low=7_777, high=7_777)
    waiting.join(30)
    assert PublicEntry.objects.get(pk=record.pk).volume_high == 7_777


def wait_for_lock(seconds: float = 20) -> None:
    """Until somebody waits for us."""
    until = timezone.now().timestamp() + seconds
    asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    while timezone.now().timestamp() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(asked)
            if cursor.fetchone() != (0,):
                return
    raise AssertionError("nobody waits")


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE generic_plans > 0")
        return [statement for (statement,) in cursor.fetchall()]


def test_statements_are_planned_once_per_connection(record: Record) -> None:
    for _ in range(12):
        raise_volume(record)
        publish([record.id])
    tables = ("FROM register_record AS r", "INSERT INTO catalogue_ownerentry")
    for text in tables:
        assert [one for one in prepared() if text in one], text


@pytest.mark.django_db(transaction=True)
def test_prepared_statements_outlive_an_undone_transaction() -> None:
    record = listing()
    for _ in range(4):
        with transaction.atomic():
            raise_volume(record)
            assert publish([record.id])
            transaction.set_rollback(True)
        assert not publish([record.id])
