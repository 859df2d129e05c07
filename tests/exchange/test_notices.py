"""People are told once, in one transaction, and get letters as they have chosen."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail, signing
from django.db import connection, transaction
from django.utils import timezone, translation

from accounts.letters import parts_of
from accounts.models import User
from exchange.celery import app
from exchange.notices import digests
from exchange.notices.choices import choose, pace_of, turn_off
from exchange.notices.digests import write_digests
from exchange.notices.kinds import DIGEST, KINDS, Pace, kind_of_letter
from exchange.notices.models import Letter, Notice, Recipient
from exchange.notices.services import notify
from exchange.notices.tasks import forget_old_notices, send_digests, send_letters
from exchange.notices.unsubscribing import HOLDS, SALT, meant_by, unsubscribe_link

pytestmark = pytest.mark.django_db
LETTERS = sorted((Path(django_settings.BASE_DIR) / "templates" / "letters").glob("*.txt"))


@pytest.fixture
def kari(db: None) -> User:
    return User.objects.create_user("kari@smelter.example", name="Kari")


@pytest.fixture
def https(settings: Any) -> None:
    settings.SITE_URL = "https://exchange.example"


def tell(person: User, key: str = "", kind: str = "waiting", subject: str = "Nytt") -> bool:
    return notify(
        person_id=person.pk, kind=kind, subject=subject, body="Noe er hendt.",
        path="/konto/venter/", dedupe_key=key,
    )  # fmt: skip


def morning(days: int = 1, hour: int = 7, minute: int = 0) -> datetime:
    """A moment so many days from now."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def test_a_notice_comes_with_a_letter_that_says_where_and_why(kari: User) -> None:
    assert tell(kari)
    notice, letter = Notice.objects.get(), Letter.objects.get()
    assert (notice.subject, notice.body, notice.path) == ("Nytt", "Noe er hendt.", "/konto/venter/")
    assert notice.read_at is None
    assert letter.to == "kari@smelter.example"
    assert letter.body.startswith("Noe er hendt.\n\n")
    assert f"\n{django_settings.SITE_URL}/konto/venter/\n" in letter.body
    assert "You get this letter because" in letter.body


def test_the_same_is_told_once_to_each(kari: User) -> None:
    other = User.objects.create_user("ola@smelter.example")
    assert [tell(kari, "asked:1"), tell(kari, "asked:1"), tell(other, "asked:1")] == [
        True, False, True,
    ]  # fmt: skip
    assert [tell(kari), tell(kari)] == [True, True]
    assert (Notice.objects.count(), Letter.objects.count()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_the_same_once() -> None:
    kari = User.objects.create_user("kari@smelter.example")

    def run(_number: int) -> bool:
        try:
            return tell(kari, "asked:1")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(run, range(4))) == [False, False, False, True]
    assert (Notice.objects.count(), Letter.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_notice_and_letter_are_undone_with_what_they_tell_of() -> None:
    kari = User.objects.create_user("kari@smelter.example")
    with transaction.atomic():
        tell(kari)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.parametrize(("pace", "letters"), [(Pace.NOW, 1), (Pace.DAILY, 0), (Pace.NONE, 0)])
def test_letters_follow_the_choice_and_notices_do_not(kari: User, pace: Pace, letters: int) -> None:
    choose(person_id=kari.pk, kind="waiting", pace=pace)
    tell(kari)
    tell(kari, kind="unusual")
    assert Notice.objects.filter(kind="waiting").count() == 1
    assert Letter.objects.filter(kind="waiting").count() == letters
    assert Letter.objects.filter(kind="unusual").count() == 1


@pytest.mark.parametrize("kind", ["account", "membership", "invitation", "unknown"])
def test_letters_about_security_and_membership_cannot_be_turned_off(kari: User, kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        choose(person_id=kari.pk, kind=kind, pace=Pace.NONE)
    with pytest.raises(ValueError, match=kind):
        turn_off(person_id=kari.pk, kind=kind)


@pytest.mark.parametrize("path", ["https://elsewhere.example", "//elsewhere.example", "/\\e", "x"])
def test_a_notice_leads_nowhere_else(kari: User, path: str) -> None:
    with pytest.raises(ValueError, match="this site"):
        notify(person_id=kari.pk, kind="waiting", subject="x", body="x", path=path)


def test_a_kind_that_is_not_declared_is_an_error(kari: User) -> None:
    with pytest.raises(KeyError):
        tell(kari, kind="unheard-of")


def test_what_waits_is_withdrawn_with_the_choice(kari: User) -> None:
    tell(kari)
    choose(person_id=kari.pk, kind="waiting", pace=Pace.DAILY)
    tell(kari)
    choose(person_id=kari.pk, kind="waiting", pace=Pace.NONE)
    assert send_letters() == 0
    choose(person_id=kari.pk, kind="waiting", pace=Pace.DAILY)
    assert write_digests(morning()) == 0


@pytest.mark.parametrize("template", LETTERS, ids=lambda path: path.stem)
def test_every_letter_has_a_kind(template: Path) -> None:
    assert kind_of_letter(template.stem).code in KINDS


def test_a_letter_that_leads_elsewhere_or_nowhere_is_an_error() -> None:
    for text in ("Subject\n\nBody\n\nSee:\nhttps://elsewhere.example/\n\nWhy", "Subject\n\nWhy"):
        with pytest.raises(ValueError, match=r"address|unpack"):
            parts_of(text)


def gathered(person: User, *subjects: str) -> None:
    choose(person_id=person.pk, kind="waiting", pace=Pace.DAILY)
    for subject in subjects:
        tell(person, subject=subject)


def test_the_daily_letter_lists_what_is_new_since_the_last(kari: User) -> None:
    gathered(kari, "Første", "Andre")
    assert write_digests(morning()) == 1
    letter = Letter.objects.get()
    assert letter.subject == "2 notices from Materialbørsen"
    for notice in Notice.objects.all():
        assert f"{notice.subject}\n{django_settings.SITE_URL}/konto/varsler/" in letter.body
        assert f"/konto/varsler/{notice.public_id}/\n" in letter.body
        assert notice.gathered_at
    assert write_digests(morning(2)) == 0


def test_one_daily_letter_a_day_and_the_rest_tomorrow(kari: User) -> None:
    gathered(kari, "Første")
    assert write_digests(morning()) == 1
    tell(kari, subject="Andre")
    assert write_digests(morning(hour=9)) == 0
    assert write_digests(morning(2)) == 1
    assert "Andre" in Letter.objects.latest("pk").body
    assert "Første" not in Letter.objects.latest("pk").body


def test_no_daily_letter_before_its_hour_and_none_about_later(kari: User) -> None:
    gathered(kari, "Første")
    assert write_digests(morning(hour=6, minute=59)) == 0
    Notice.objects.update(created_at=morning(hour=7, minute=1))
    assert write_digests(morning(hour=8)) == 0
    assert write_digests(morning(2)) == 1


def test_the_hour_can_be_set(kari: User, settings: Any) -> None:
    settings.DIGEST_HOUR = 15
    gathered(kari, "Første")
    assert write_digests(morning(hour=14, minute=59)) == 0
    assert write_digests(morning(hour=15)) == 1


def test_what_was_read_meanwhile_is_no_news(kari: User) -> None:
    gathered(kari, "Første")
    Notice.objects.update(read_at=timezone.now())
    assert write_digests(morning()) == 0


def test_nobody_shut_out_gets_a_daily_letter(kari: User) -> None:
    gathered(kari, "Første")
    User.objects.update(is_active=False)
    assert write_digests(morning()) == 0


def test_a_long_day_is_cut_short(kari: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digests, "MOST_LISTED", 2)
    gathered(kari, "Første", "Andre", "Tredje")
    assert write_digests(morning()) == 1
    assert "And 1 more." in Letter.objects.get().body
    assert "Første" not in Letter.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_several_at_once_write_one_daily_letter_each() -> None:
    people = [User.objects.create_user(f"p{number}@works.example") for number in range(5)]
    for person in people:
        gathered(person, "Første", "Andre")

    def run(_number: int) -> int:
        try:
            return write_digests(morning())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(run, range(4))) == 5
    assert Letter.objects.count() == 5
    assert not Notice.objects.filter(gathered_at=None).exists()


def test_the_clock_writes_daily_letters_and_forgets_old_notices() -> None:
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {send_digests.name, forget_old_notices.name} <= tasks


def test_old_notices_are_forgotten(kari: User, settings: Any) -> None:
    tell(kari)
    assert forget_old_notices() == 0
    long_ago = timezone.now() - timedelta(days=settings.NOTICES_KEPT_DAYS + 1)
    Notice.objects.update(created_at=long_ago)
    assert forget_old_notices() == 1


def token_in(text: str) -> str:
    found = re.search(r"/konto/varsler/av/([^/\s]+)/", text)
    assert found
    return found[1]


@pytest.mark.usefixtures("https")
def test_a_letter_says_how_to_get_fewer_and_so_do_its_headers(kari: User) -> None:
    tell(kari)
    assert "/konto/varsler/av/" not in Letter.objects.get().body, "the link is not kept"
    assert send_letters() == 1
    (message,) = mail.outbox
    link = f"https://exchange.example/konto/varsler/av/{token_in(message.body)}/"
    assert link in message.body
    assert "https://exchange.example/konto/varsler/valg/" in message.body
    assert message.extra_headers["List-Unsubscribe"] == f"<{link}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert meant_by(token_in(message.body)) == (kari.pk, "waiting")


def test_one_click_is_promised_over_https_only(kari: User) -> None:
    tell(kari)
    send_letters()
    (message,) = mail.outbox
    assert "List-Unsubscribe" in message.extra_headers
    assert "List-Unsubscribe-Post" not in message.extra_headers


@pytest.mark.usefixtures("https")
def test_letters_that_always_come_have_no_way_out(kari: User) -> None:
    tell(kari, kind="membership")
    send_letters()
    (message,) = mail.outbox
    assert "/konto/varsler/" not in message.body
    assert "List-Unsubscribe" not in message.extra_headers


def test_the_daily_letter_is_turned_off_as_a_whole(kari: User) -> None:
    gathered(kari, "Første")
    choose(person_id=kari.pk, kind="unusual", pace=Pace.NOW)
    write_digests(morning())
    send_letters()
    meant = meant_by(token_in(str(mail.outbox[0].body)))
    assert meant == (kari.pk, DIGEST.code)
    turn_off(person_id=meant[0], kind=meant[1])
    assert pace_of(kari.pk, "waiting") == Pace.NONE
    assert pace_of(kari.pk, "unusual") == Pace.NOW


def test_a_link_names_nobody(kari: User) -> None:
    token = token_in(unsubscribe_link(kari.pk, "waiting"))
    assert signing.loads(token, salt=SALT) == ["waiting", Recipient.objects.get().public_id]
    assert str(Recipient.objects.get().public_id) != str(kari.pk)


def test_a_link_that_is_broken_old_forged_or_of_nobody_means_nothing(kari: User) -> None:
    token = token_in(unsubscribe_link(kari.pk, "waiting"))
    assert meant_by(token) == (kari.pk, "waiting")
    public_id = Recipient.objects.get().public_id
    for broken in (token[:-1], token[1:], "x", signing.dumps(["waiting", public_id], salt="other")):
        assert meant_by(broken) is None
    for odd in (["account", public_id], ["waiting", "nobody"], ["waiting"], 7, [["a"], {}]):
        assert meant_by(signing.dumps(odd, salt=SALT)) is None
    later = timezone.now() + HOLDS + timedelta(days=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.core.signing.time.time", later.timestamp)
        assert meant_by(token) is None


def test_the_words_around_a_letter_are_in_its_own_language(kari: User) -> None:
    with translation.override("nb"):
        tell(kari)
    with translation.override("en"):
        send_letters()
    assert "No more letters" not in mail.outbox[0].body
    assert "You get this letter" not in mail.outbox[0].body
