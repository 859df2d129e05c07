"""What a mail server refuses for good is not tried again by itself, and staff can see it."""

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from exchange.notices.models import Letter, Notice, RefusedAddress
from exchange.notices.refusals import permanent_code, refused_addresses, try_again
from exchange.notices.services import notify, queue_letter
from exchange.notices.tasks import forget_old_notices, send_letters
from tests.exchange.postbox import Postbox, open_postbox

pytestmark = pytest.mark.django_db
KARI = "kari@smelter.example"
GONE = "550 5.1.1 <kari@smelter.example> no such user"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    with open_postbox() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


def write(kind: str = "account", to: str = KARI) -> None:
    queue_letter(to=to, subject="Hei", body="Hei", kind=kind)


def make_due() -> None:
    Letter.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_a_refused_letter_is_tried_once_and_its_code_is_kept(postbox: Postbox) -> None:
    postbox.refusals[KARI] = GONE
    write()
    write(to="ola@works.example")
    for _round in range(3):
        send_letters()
        make_due()
    letter = Letter.objects.get(to=KARI)
    assert (letter.attempts, letter.refused_code, letter.sent_at) == (1, "550 5.1.1", None)
    assert postbox.asked == [KARI, "ola@works.example"]
    (refused,) = RefusedAddress.objects.all()
    assert (refused.address, refused.code) == (KARI, "550 5.1.1")


def test_a_server_that_is_busy_is_asked_again(postbox: Postbox) -> None:
    postbox.refusals[KARI] = "450 4.2.1 greylisted"
    write()
    assert send_letters() == 0
    assert not RefusedAddress.objects.exists()
    del postbox.refusals[KARI]
    make_due()
    assert send_letters() == 1


def test_a_text_that_is_refused_says_nothing_of_the_address(postbox: Postbox) -> None:
    postbox.refused_text = "554 5.6.0 not this"
    write()
    send_letters()
    make_due()
    send_letters()
    assert postbox.asked == [KARI]
    assert Letter.objects.get().refused_code == "554 5.6.0"
    assert not RefusedAddress.objects.exists()


def test_letters_that_may_be_turned_off_are_held_back_and_others_find_out(
    postbox: Postbox,
) -> None:
    postbox.refusals[KARI] = GONE
    write()
    send_letters()
    del postbox.refusals[KARI]
    write("waiting")
    assert send_letters() == 0
    assert postbox.asked == [KARI]
    assert Letter.objects.get(kind="waiting").refused_code == "550 5.1.1"
    write()
    assert send_letters() == 1
    assert not RefusedAddress.objects.exists()
    write("waiting")
    assert send_letters() == 1


def test_trying_again_sends_what_was_refused_lately(postbox: Postbox) -> None:
    postbox.refusals[KARI] = GONE
    write()
    write("waiting")
    write("waiting")
    send_letters()
    Letter.objects.filter(pk=Letter.objects.latest("pk").pk).update(
        refused_at=timezone.now() - timedelta(days=15)
    )
    del postbox.refusals[KARI]
    assert try_again(refused_addresses()) == 1
    assert send_letters() == 2
    assert not RefusedAddress.objects.exists()
    forget_old_notices()
    assert Letter.objects.get(sent_at=None).body == ""


def test_the_notice_stands_whatever_becomes_of_the_letter(postbox: Postbox) -> None:
    postbox.refusals[KARI] = GONE
    kari = User.objects.create_user(KARI)
    notify(person_id=kari.pk, kind="waiting", subject="Nytt", body="Nytt", path="/")
    send_letters()
    assert Letter.objects.get().refused_at
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SMTPRecipientsRefused({KARI: (550, b"5.1.1 <kari@x.example> unknown")}), "550 5.1.1"),
        (SMTPRecipientsRefused({KARI: (553, b"no")}), "553"),
        (SMTPRecipientsRefused({KARI: (450, b"4.2.0 later")}), ""),
        (SMTPRecipientsRefused({}), ""),
        (SMTPDataError(554, b"5.7.1 spam"), "554 5.7.1"),
        (SMTPDataError(451, b"later"), ""),
        (SMTPSenderRefused(550, b"5.7.1 not you", "a@b.example"), ""),
        (ConnectionRefusedError(), ""),
    ],
)
def test_only_what_is_refused_for_good_counts_and_only_its_code_is_kept(
    error: Exception, code: str
) -> None:
    assert permanent_code(error) == code
