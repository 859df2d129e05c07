"""Where one is logged in: each place in words, and logged out by itself, if it is one's own."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from accounts.browsers import browser_in_words
from accounts.logins import login_code
from accounts.models import User
from accounts.tasks import forget_old_logins
from exchange.audit.models import AuditLine

PASSWORD = "slagg og silikastøv 7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
CHROME = (
    "Mozilla/5.0 (Linux; Android 14; motorola Edge 40) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.87"
)


def logged_in(email: str, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    client.post("/konto/login/", {"login": email, "password": PASSWORD})
    return client


@pytest.fixture
def kari(db: None) -> User:
    return User.objects.create_user("kari@smelter.example", PASSWORD, language="nb")


def address(session: UserSession) -> str:
    return f"/konto/innlogginger/{login_code(session)}/logg-ut/"


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (PHONE, "Safari on iPhone"),
        (CHROME, "Chrome on Android"),
        (EDGE, "Edge on macOS"),
        (f"{CHROME} OPR/80.0", "Opera on Android"),
        ("curl/8.5.0", "Unknown browser"),
        ("Something/1 (X11; Linux x86_64)", "Unknown browser on Linux"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_told_in_words(user_agent: str, words: str) -> None:
    with override("en"):
        assert browser_in_words(user_agent) == words


def test_one_place_is_logged_out_after_a_question_and_the_others_stay(kari: User) -> None:
    here, phone, third = (logged_in(kari.email, one) for one in (FIREFOX, PHONE, CHROME))
    page = here.get("/konto/sessions/").content.decode()
    assert "Firefox på Windows" in page
    assert "Safari på iPhone" in page
    assert "Mozilla" not in page
    there = UserSession.objects.get(user_agent=PHONE)
    assert address(there) in page
    asked = here.get(address(there))
    assert "Safari på iPhone" in asked.content.decode()
    assert phone.get("/konto/").status_code == 200
    assert here.post(address(there)).headers["Location"] == "/konto/sessions/"
    assert phone.get("/konto/").status_code == 302
    assert [client.get("/konto/").status_code for client in (here, third)] == [200, 200]
    assert AuditLine.objects.filter(action="session.end", actor=kari).count() == 1
    assert here.post(address(there)).status_code == 404


def test_the_place_where_one_is_has_no_link_and_goes_by_the_usual_way(kari: User) -> None:
    here = logged_in(kari.email)
    own = UserSession.objects.get()
    assert address(own) not in here.get("/konto/sessions/").content.decode()
    assert here.post(address(own)).headers["Location"] == "/konto/logout/"
    assert here.get("/konto/").status_code == 200


def test_somebody_elses_place_is_like_one_that_never_was(kari: User) -> None:
    User.objects.create_user("ola@smelter.example", PASSWORD)
    hers, his = logged_in(kari.email), logged_in("ola@smelter.example")
    there = UserSession.objects.get(user=kari)
    for code in (login_code(there), str(there.pk), there.session_key, "neverwasthere"):
        assert his.get(f"/konto/innlogginger/{code}/logg-ut/").status_code == 404
        assert his.post(f"/konto/innlogginger/{code}/logg-ut/").status_code == 404
    assert hers.get("/konto/").status_code == 200
    assert Client().post(address(there)).status_code == 302
    assert UserSession.objects.filter(pk=there.pk).exists()


def test_address_and_browser_are_forgotten_once_a_session_is_over(kari: User) -> None:
    left, expired, open_one = (logged_in(kari.email, one) for one in (PHONE, CHROME, FIREFOX))
    left.post("/konto/logout/")
    old = Session.objects.filter(session_key=expired.session.session_key)
    old.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert forget_old_logins() == 2
    assert [one.user_agent for one in UserSession.objects.all()] == [FIREFOX]
    assert not old.exists()
    assert open_one.get("/konto/").status_code == 200
