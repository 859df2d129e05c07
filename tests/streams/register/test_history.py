"""What was changed can be told and put back, fact by fact; what was not changed is not told."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.tiers import Tier
from exchange.audit.models import AuditLine
from streams.quantities.intervals import Interval
from streams.reference.models import WasteCode
from streams.register.documents import remove_document
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.events import events_of
from streams.register.history import Change, history_of
from streams.register.models import Analysis, Constituent, Quantity, Record
from streams.register.services import (
    ChangedMeanwhileError,
    confirm_record,
    save_record,
    set_policy,
    set_state,
    written_through,
)
from streams.register.undoing import (
    ChangedSinceError,
    NothingToUndoError,
    changed_since,
    undo_save,
)
from streams.vocabulary import Kind, State
from tests import worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    worlds.load_lists()
    return worlds.listing(worlds.site(worlds.company(1, "Verket AS")))


@pytest.fixture
def kari(record: Record) -> User:
    return worlds.person("kari@verket.example", record.site.company)


def fresh(record: Record) -> Record:
    return Record.objects.get(pk=record.pk)


def newest(record: Record) -> list[Change]:
    return list(history_of(fresh(record)).saves[0].changes)


def undo(record: Record, actor: User, place: int = 0) -> Record:
    """Undo the save at this place of the history, the newest first."""
    now = fresh(record)
    name = history_of(now).saves[place].name
    return undo_save(actor=actor, record=now, name=name, version=now.version)


def whole(mno: float = 6.1, **more: Any) -> RecordDraft:
    return worlds.draft("material", 4_321, mno, 12, **more)


def save(record: Record, draft: RecordDraft, actor: User | None = None) -> Record:
    return save_record(
        actor=actor, site=record.site, kind=Kind.MATERIAL, draft=draft, record=fresh(record)
    )


def test_saving_the_same_again_leaves_nothing(record: Record) -> None:
    events = {model: events_of(model).count() for model in (Record, Analysis, Constituent)}
    lines = AuditLine.objects.count()
    assert save(record, whole()).version == record.version
    assert {model: events_of(model).count() for model in events} == events
    assert AuditLine.objects.count() == lines
    assert len(history_of(record).saves) == 1


def test_one_share_of_an_analysis_changes_alone(record: Record) -> None:
    analysis = record.analyses.get()
    save(record, whole(mno=8))
    assert newest(record) == [
        Change(
            ("constituent", str(analysis.pk), "MnO"),
            {"low": 6.1, "high": 6.3999999999999995, "unit": "wt%", "is_trace": False},
            {"low": 8.0, "high": 8.3, "unit": "wt%", "is_trace": False},
        )
    ]


def test_the_first_save_tells_who_listed_it_and_stays(record: Record, kari: User) -> None:
    first = history_of(record).saves[-1]
    assert first.is_first
    assert first.action == "record.save"
    assert first.actor is None
    with pytest.raises(NothingToUndoError):
        undo_save(actor=kari, record=record, name=first.name, version=record.version)


def test_a_save_tells_who_and_by_which_way(record: Record, kari: User) -> None:
    with written_through("import"):
        save(record, RecordDraft({"title": "Slag from the sheet"}), kari)
    told = history_of(record).saves[0]
    assert (told.actor, told.through, told.action) == (kari, "import", "record.save")
    expected = Change(("value", "title"), "Listing of material", "Slag from the sheet")
    assert told.changes == [expected]


OTHER_ANALYSIS = AnalysisDraft([ConstituentDraft("Fe", Interval(1, 2))], method="XRF", basis="wet")
ROUNDS: dict[str, Callable[[Record], Any]] = {
    "words": lambda one: save(one, RecordDraft({"title": "New", "process": "", "form": "slag"})),
    "a code": lambda one: save(
        one, RecordDraft({"waste_code": WasteCode.objects.get(code="100202"), "hazardous": False})
    ),
    "handling": lambda one: save(one, RecordDraft({"handling": ["landfill", "sold"]})),
    "quantities": lambda one: save(one, RecordDraft(quantities={"moisture": Interval(3, 9)})),
    "years": lambda one: save(
        one,
        RecordDraft(years=[YearDraft(2024, Interval(1, 2)), YearDraft(2022, Interval.point(8))]),
    ),
    "an analysis more": lambda one: save(
        one, RecordDraft(analyses=[*(whole().analyses or ()), OTHER_ANALYSIS])
    ),
    "another analysis": lambda one: save(one, RecordDraft(analyses=[OTHER_ANALYSIS])),
    "no analysis": lambda one: save(one, RecordDraft(analyses=[])),
    "audience": lambda one: set_policy(
        actor=None, record=one, policy={"volume": {"exact": 0, "coarse": 0}, "listed": 1}
    ),
    "state": lambda one: set_state(actor=None, record=one, state=State.DRAFT),
    "confirmation": lambda one: confirm_record(actor=None, record=one),
    "everything": lambda one: save(
        one,
        RecordDraft({"title": "All new"}, {}, [], [OTHER_ANALYSIS], {"volume": {"exact": 2}}),
    ),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_undoing_restores_what_was_and_can_itself_be_undone(
    record: Record, kari: User, name: str
) -> None:
    before = content(record)
    ROUNDS[name](fresh(record))
    changed = content(record)
    assert changed != before
    undo(record, kari)
    assert content(record) == before
    assert history_of(record).saves[0].undoes == history_of(record).saves[1].name
    undo(record, kari)
    assert content(record) == changed
    assert len(history_of(record).saves) == 4


def content(record: Record) -> Any:
    """Every fact that is registered, whatever the rows are called."""
    now = history_of(record).now
    facts = {key: value for key, value in now.items() if key[0] not in ("analysis", "constituent")}
    rows = Analysis.objects.filter(record=record)
    names = ("method", "basis", "analysed_on", "is_typical", "source")
    return facts, sorted(
        (
            repr([getattr(row, name) for name in names]),
            sorted(row.constituents.values_list("substance", "low", "high", "unit", "is_trace")),
        )
        for row in rows
    )


def test_undoing_leaves_what_was_saved_later_alone(record: Record, kari: User) -> None:
    save(record, RecordDraft({"title": "New title"}, {"moisture": Interval(8, 9)}))
    save(record, RecordDraft({"process": "Furnace 2"}, years=[YearDraft(2025, Interval.point(9))]))
    undo(record, kari, place=1)
    found = fresh(record)
    assert (found.title, found.process) == ("Listing of material", "Furnace 2")
    assert list(found.years.values_list("year", flat=True)) == [2025]
    assert set(found.quantities.values_list("key", flat=True)) == {"moisture", "handling_cost"}


def test_undoing_is_refused_where_the_same_fact_was_changed_since(
    record: Record, kari: User
) -> None:
    save(record, RecordDraft({"title": "Second", "process": "Furnace 2"}))
    save(record, RecordDraft({"title": "Third"}))
    history = history_of(record)
    assert [one.key for one in changed_since(history.saves[1], history.now)] == [("value", "title")]
    with pytest.raises(ChangedSinceError):
        undo(record, kari, place=1)
    assert (fresh(record).title, fresh(record).process) == ("Third", "Furnace 2")


def test_undoing_is_refused_when_somebody_saved_after_the_page_was_opened(
    record: Record, kari: User
) -> None:
    opened = save(record, RecordDraft({"title": "Second"}))
    name = history_of(record).saves[0].name
    save(record, RecordDraft({"process": "Furnace 2"}))
    with pytest.raises(ChangedMeanwhileError):
        undo_save(actor=kari, record=fresh(record), name=name, version=opened.version)
    assert fresh(record).title == "Second"


def test_files_stand_in_the_history_but_do_not_come_back(record: Record, kari: User) -> None:
    document = worlds.document(record, "Data sheet", Tier.NDA)
    key = ("document", document.pk)
    remove_document(actor=kari, document=document)
    taken, added = history_of(record).saves[:2]
    assert list(added.changes) == [Change(key, None, ("Data sheet", Tier.NDA))]
    assert list(taken.changes) == [Change(key, ("Data sheet", Tier.NDA), None)]
    assert not taken.can_be_undone
    assert not added.can_be_undone


def test_what_was_written_past_the_services_is_told_without_a_name(record: Record) -> None:
    Quantity.objects.filter(record=record, key="moisture").update(high=7)
    told = history_of(record)
    assert told.now["quantity", "moisture"] == (3, 7)
    assert not [save for save in told.saves if save.line is None and save.can_be_undone]
