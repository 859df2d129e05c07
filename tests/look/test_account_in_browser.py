"""Pages of one's account in a real browser: open to all, and passkeys work under our CSP."""

import os
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, ViewportSize

from accounts.models import ApiToken, Membership, User
from accounts.services import create_token, revoke_token
from companies.joining import ask_to_join, reject_request
from companies.models import Company
from companies.organisation_numbers import synthetic_number
from companies.reference import load_companies_reference
from companies.services import register_company
from exchange.notices.choices import pace_of
from exchange.notices.kinds import Pace
from exchange.notices.models import RefusedAddress
from exchange.notices.services import mark_read, notify
from exchange.notices.unsubscribing import unsubscribe_link
from tests.browser import PHONE, WIDE, assert_open_to_all, open_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in the thread of the test, which then uses the database as usual.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PASSWORD = "slagg og silikastøv 7"
PAGES = [
    "/konto/",
    "/konto/varsler/",
    "/konto/varsler/valg/",
    "/konto/varsler/av/neverwasthere/",
    "{unsubscribe}",
    "/konto/nokler/",
    "/konto/nokler/ny/",
    "/konto/selskap/",
    "/konto/venter/",
    "/konto/venter/{request}/avvis/",
    "/konto/selskap/{company}/medlemmer/",
    "/konto/2fa/",
    "/konto/2fa/webauthn/",
    "/konto/2fa/webauthn/add/",
]


@pytest.fixture
def site(live_server: Any, chromium: str) -> str:
    """Passkeys belong to a host by name, so the browser asks for localhost."""
    return str(live_server.url.replace("127.0.0.1", "localhost"))


@pytest.fixture
def names() -> dict[str, str]:
    """Public ids of a company with members, and of a request that waits for its admin."""
    load_companies_reference()
    company = register_company(
        actor=None, name="Soria Moria Smelteverk AS", organisation_number=synthetic_number(1)
    )
    admin = person("ingrid@works.example", "Ingrid Solbakken", company, Membership.Role.ADMIN)
    person("per@works.example", "Per Haugen", company, Membership.Role.MEMBER)
    asking = person("kari@works.example", "Kari Nordmann")
    request = ask_to_join(
        actor=asking, country="NO", number=company.organisation_number,
        company_name="Soria Moria", industry=None,
    )  # fmt: skip
    for number in (5, 6):
        own = ask_to_join(
            actor=admin, country="NO", number=synthetic_number(number),
            company_name="Veslefrikk Gjenvinning AS", industry=None,
        )  # fmt: skip
    reject_request(actor=person("staff@x.example", "S", is_cluster_staff=True), request=own)
    token, _key = create_token(actor=admin, name="Regneark", scope=ApiToken.Scope.READ)
    create_token(actor=admin, name="Laboratorium", scope=ApiToken.Scope.WRITE)
    revoke_token(actor=admin, token_id=token.pk)
    tell(admin)
    return {
        "company": company.public_id,
        "request": request.public_id,
        "unsubscribe": urlsplit(unsubscribe_link(admin.pk, "waiting")).path,
    }


def tell(reader: User) -> None:
    """One notice that is read, and some that are not."""
    for kind in ("waiting", "unusual", "membership"):
        notify(
            person_id=reader.pk, kind=kind, subject="Kari Nordmann ber om å handle for verket",
            body="Bekreft det bare hvis du vet at det er riktig.\n\nHun venter.", path="/konto/",
        )  # fmt: skip
    mark_read(person_id=reader.pk, public_id=reader.notices.latest("pk").public_id)


def person(
    email: str, name: str, company: Company | None = None, role: str = "", **more: Any
) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name, **more)
    if company:
        Membership.objects.create(user=user, company=company, is_active=True, role=role)
    return user


def log_in(page: Page, site: str, email: str = "ingrid@works.example") -> None:
    """As somebody who has given the password twice, just now."""
    client = Client()
    form = {"login": email, "password": PASSWORD}
    client.post("/konto/login/", form)
    client.post("/konto/reauthenticate/", form)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_pages_are_open_to_all(
    watched: Page, site: str, names: dict[str, str], size: ViewportSize
) -> None:
    log_in(watched, site)
    for path in PAGES:
        open_page(watched, site + path.format(**names), size)
        assert_open_to_all(watched)


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_refused_addresses_are_open_to_all(
    watched: Page, site: str, names: dict[str, str], size: ViewportSize
) -> None:
    log_in(watched, site, "staff@x.example")
    open_page(watched, site + "/konto/varsler/avviste/", size)
    assert_open_to_all(watched)
    for address, code in (("per@works.example", "550 5.1.1"), ("gone@x.example", "554 5.7.1")):
        RefusedAddress.objects.create(address=address, code=code)
    open_page(watched, site + "/konto/varsler/avviste/", size)
    assert_open_to_all(watched)


def test_letters_are_turned_off_without_login(
    watched: Page, site: str, names: dict[str, str]
) -> None:
    open_page(watched, site + names["unsubscribe"], PHONE)
    watched.locator("main form button").click()
    watched.wait_for_selector("main a[href='/konto/varsler/valg/']")
    assert_open_to_all(watched)
    assert pace_of(User.objects.get(email="ingrid@works.example").pk, "waiting") == Pace.NONE


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_registering_is_open_to_all(watched: Page, site: str, size: ViewportSize) -> None:
    load_companies_reference()
    for path in ("/konto/signup/", "/konto/login/"):
        open_page(watched, site + path, size)
        assert_open_to_all(watched)
    watched.goto(site + "/konto/signup/")
    watched.locator("form.form button[type=submit]").click()
    watched.wait_for_selector("ds-error-summary")
    assert_open_to_all(watched)


def test_the_new_key_is_on_the_next_page_only(
    watched: Page, site: str, names: dict[str, str]
) -> None:
    log_in(watched, site)
    open_page(watched, site + "/konto/nokler/ny/", WIDE)
    watched.fill("#id_name", "Kontroll")
    watched.locator("form.form button[type=submit]").click()
    key = watched.locator("code.secret").first.inner_text()
    assert key.startswith("mb_")
    assert_open_to_all(watched)
    watched.goto(site + "/konto/nokler/")
    assert key not in watched.content()


def test_passkey_is_made_and_logs_in_alone(watched: Page, site: str, names: dict[str, str]) -> None:
    devices = watched.context.new_cdp_session(watched)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(watched, site)
    open_page(watched, site + "/konto/2fa/webauthn/add/", WIDE)
    watched.check("#id_passwordless")
    watched.click("#mfa_webauthn_add")
    watched.wait_for_url("**/konto/2fa/recovery-codes/")
    open_page(watched, site + "/konto/2fa/webauthn/", WIDE)
    assert_open_to_all(watched)
    watched.context.clear_cookies()
    open_page(watched, site + "/konto/login/", WIDE)
    watched.click("#passkey_login")
    watched.wait_for_url(site + "/")
    assert "Ingrid Solbakken" in watched.content()
    assert watched.evaluate("() => window.broken") == []


def test_passkey_that_fails_is_told(watched: Page, site: str, names: dict[str, str]) -> None:
    log_in(watched, site)
    open_page(watched, site + "/konto/2fa/webauthn/add/", WIDE)
    watched.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }"
    )
    watched.click("#mfa_webauthn_add")
    watched.wait_for_selector("[data-passkey-error]:visible")


def test_passkey_is_the_second_step(watched: Page, site: str, names: dict[str, str]) -> None:
    devices = watched.context.new_cdp_session(watched)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    log_in(watched, site)
    open_page(watched, site + "/konto/2fa/webauthn/add/", WIDE)
    watched.click("#mfa_webauthn_add")
    watched.wait_for_url("**/konto/2fa/recovery-codes/")
    watched.context.clear_cookies()
    open_page(watched, site + "/konto/login/", WIDE)
    watched.fill("#id_login", "ingrid@works.example")
    watched.fill("#id_password", PASSWORD)
    watched.locator("form.form button[type=submit]").first.click()
    watched.wait_for_selector("#mfa_webauthn_authenticate")
    assert_open_to_all(watched)
    watched.click("#mfa_webauthn_authenticate")
    watched.wait_for_url(site + "/")
    assert "Ingrid Solbakken" in watched.content()
