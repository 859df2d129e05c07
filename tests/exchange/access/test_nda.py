"""Access under NDA: nothing opens before all have said yes, and it closes at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone

from accounts.services import NotAllowedError
from companies.organisation_numbers import synthetic_number
from exchange.access.models import AccessRequest, CompanyRule
from exchange.access.nda import services
from exchange.access.nda.agreement import agreement_pdf, digest_of
from exchange.access.nda.documents import agreement_of, unsigned_document
from exchange.access.nda.services import (
    MovedError,
    UnknownListingError,
    answer_back,
    approve,
    ask_access,
    ask_back,
    choose_consent,
    consent,
    consent_to_extension,
    decide_rule,
    end,
    end_what_ran_out,
    extend,
    forget_rule,
    refuse,
    remind_of_ends,
    sign_by_file,
    undo_approval,
    withdraw,
)
from exchange.access.nda.texts import add_version, text_in_force
from exchange.notices.models import Letter
from streams.catalogue.models import RecordGrant
from tests import worlds
from tests.noninterference.crawl import client_for

pytestmark = pytest.mark.django_db
State = AccessRequest.State
OPEN_TO_ALL = {"owner": {"exact": 0, "coarse": 0}}


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


class Market:
    """An owner with an administrator, a recycler, a stranger, and two at the cluster."""

    def __init__(self) -> None:
        worlds.load_lists()
        self.owner = worlds.company(1, "Hemmelig Smelteverk")
        self.place = worlds.site(self.owner)
        self.listing = worlds.listing(self.place)
        self.boss = worlds.admin("boss@demo.example", self.owner)
        self.member = worlds.person("has@demo.example", self.owner)
        self.asking = worlds.company(2, "Gjenvinner")
        self.asker = worlds.person("asks@demo.example", self.asking)
        self.stranger = worlds.person("other@demo.example", worlds.company(3, "Annen"))
        self.staff = worlds.person("staff@demo.example", is_cluster_staff=True)
        self.second = worlds.person("second@demo.example", is_cluster_staff=True)

    def asked(self) -> AccessRequest:
        return worlds.asks_access(self.asker, self.asking, self.listing)

    def approved(self, days: int = 30) -> AccessRequest:
        request = self.asked()
        approve(actor=self.staff, request=request, last_day=in_days(days))
        return request

    def opened(self, days: int = 30) -> AccessRequest:
        request = self.approved(days)
        consent(actor=self.boss, request=request)
        worlds.signs(self.asker, request)
        return request

    def sees(self, user: Any = None) -> bool:
        """Whether the exact amount shows to whoever asked."""
        page = client_for(user or self.asker).get(f"/api/v1/catalogue/{self.listing.pk}/")
        return bool(page.json()["tier"] == "nda")


@pytest.fixture
def market() -> Market:
    return Market()


def state(request: AccessRequest) -> str:
    return AccessRequest.objects.get(pk=request.pk).state


def test_nothing_opens_before_everybody_has_said_yes(market: Market) -> None:
    request = market.asked()
    assert not market.sees()
    with pytest.raises(MovedError):
        worlds.signs(market.asker, request)
    approve(actor=market.staff, request=request, last_day=in_days(30))
    assert state(request) == State.CONSENT
    with pytest.raises(MovedError):
        worlds.signs(market.asker, request)
    consent(actor=market.boss, request=request)
    assert not market.sees()
    worlds.signs(market.asker, request)
    assert state(request) == State.OPEN
    assert market.sees()
    assert not market.sees(market.stranger)
    grant = RecordGrant.objects.get()
    assert timezone.localtime(grant.expires_at).date() == in_days(31)


def test_only_who_decides_says_yes(market: Market) -> None:
    request = market.asked()
    for user in (market.asker, market.boss, market.stranger):
        with pytest.raises(NotAllowedError):
            approve(actor=user, request=request, last_day=in_days(5))
    approve(actor=market.staff, request=request, last_day=in_days(5))
    for user in (market.asker, market.member, market.staff, market.stranger):
        with pytest.raises(NotAllowedError):
            consent(actor=user, request=request)
    consent(actor=market.boss, request=request)
    for user in (market.boss, market.staff, market.stranger):
        with pytest.raises(NotAllowedError):
            worlds.signs(user, request)


def test_it_closes_at_once_for_everybody_who_has_a_page_open(market: Market) -> None:
    request = market.opened()
    client = client_for(market.asker)
    record = f"/oppforing/{market.listing.pk}/"
    tag = client.get(record)["ETag"]
    assert "4\u202f321" in client.get(record).content.decode()
    end(actor=market.boss, request=request, text="We sold it")
    again = client.get(record, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "4\u202f321" not in again.content.decode()
    assert "4321" not in client.get("/api/v1/catalogue.csv").content.decode()
    assert state(request) == State.ENDED
    with pytest.raises(MovedError):
        end(actor=market.boss, request=request, text="")


def test_ending_one_leaves_what_another_opens(market: Market) -> None:
    first = market.opened(10)
    second = market.opened(40)
    end(actor=market.staff, request=second, text="")
    assert market.sees()
    assert timezone.localtime(RecordGrant.objects.get().expires_at).date() == in_days(11)
    end(actor=market.staff, request=first, text="")
    assert not market.sees()


def rule(market: Market, word: str) -> CompanyRule:
    return decide_rule(
        actor=market.boss, owner=market.owner, country="NO", name="",
        number=market.asking.organisation_number, word=word,
    )  # fmt: skip


def test_a_company_approved_beforehand_needs_no_yes(market: Market) -> None:
    rule(market, "yes")
    assert state(market.approved()) == State.SIGNING


def test_never_shuts_out_whatever_is_open_and_cannot_be_told_from_a_no(market: Market) -> None:
    request = market.opened()
    rule(market, "never")
    assert not market.sees()
    waiting = market.asked()
    with pytest.raises(ValidationError, match="ldri"):
        approve(actor=market.staff, request=waiting, last_day=in_days(5))
    client = client_for(market.asker)
    for one in (request, waiting):
        page = client.get(f"/innsyn/{one.public_id}/").content.decode().lower()
        assert "never" not in page
        assert "aldri" not in page
    refuse(actor=market.staff, request=waiting, text="The owner says no.")
    assert state(waiting) == State.REFUSED


@pytest.mark.parametrize("signing", [False, True])
def test_never_turns_down_what_is_under_way(market: Market, signing: bool) -> None:
    request = market.approved()
    if signing:
        consent(actor=market.boss, request=request)
    rule(market, "never")
    assert state(request) == State.REFUSED


def test_rules_are_the_same_for_companies_that_are_not_here(market: Market) -> None:
    for number in (market.asking.organisation_number, synthetic_number(4_444)):
        made = decide_rule(
            actor=market.boss, owner=market.owner, country="NO", number=number, name="X",
            word="never",
        )  # fmt: skip
        assert made.organisation_number == number
    own = market.owner.organisation_number
    with pytest.raises(ValidationError):
        decide_rule(
            actor=market.boss, owner=market.owner, country="NO", number=own, name="", word="yes"
        )
    with pytest.raises(NotAllowedError):
        forget_rule(actor=market.member, rule=made)
    forget_rule(actor=market.boss, rule=made)
    assert CompanyRule.objects.count() == 1


def test_the_owner_may_leave_it_to_the_cluster(market: Market) -> None:
    choose_consent(actor=market.boss, owner=market.owner, itself=False)
    assert state(market.approved()) == State.SIGNING
    with pytest.raises(NotAllowedError):
        choose_consent(actor=market.member, owner=market.owner, itself=True)


@override_settings(FOUR_EYES=True)
def test_two_must_approve_where_the_cluster_stands_in_for_the_owner(market: Market) -> None:
    choose_consent(actor=market.boss, owner=market.owner, itself=False)
    request = market.asked()
    assert approve(actor=market.staff, request=request, last_day=in_days(9)) is False
    assert state(request) == State.WAITING
    with pytest.raises(ValidationError, match="annen|else"):
        approve(actor=market.staff, request=request, last_day=in_days(9))
    assert approve(actor=market.second, request=request, last_day=in_days(9)) is True
    assert state(request) == State.SIGNING


def test_an_approval_can_be_taken_back_for_a_while(market: Market) -> None:
    request = market.approved()
    undo_approval(actor=market.staff, request=request)
    assert state(request) == State.WAITING
    approve(actor=market.staff, request=request, last_day=in_days(9))
    late = timezone.now() - services.UNDO_WINDOW - timedelta(seconds=1)
    AccessRequest.objects.update(approved_at=late)
    with pytest.raises(MovedError):
        undo_approval(actor=market.staff, request=request)


def test_the_cluster_asks_and_the_seeker_answers(market: Market) -> None:
    request = market.asked()
    ask_back(actor=market.staff, request=request, text="Which works?")
    assert state(request) == State.ASKED_BACK
    with pytest.raises(ValidationError):
        answer_back(actor=market.asker, request=request, text=" ")
    answer_back(actor=market.asker, request=request, text="Herøya")
    assert state(request) == State.WAITING
    approve(actor=market.staff, request=request, last_day=in_days(9), note="Known to us")
    owner_page = client_for(market.boss).get(f"/innsyn/{request.public_id}/").content.decode()
    asker_page = client_for(market.asker).get(f"/innsyn/{request.public_id}/").content.decode()
    assert "Herøya" not in owner_page
    assert "Herøya" in asker_page
    assert "Known to us" not in owner_page + asker_page


def test_the_owner_sees_a_request_when_the_cluster_has_approved_it(market: Market) -> None:
    request = market.asked()
    client, address = client_for(market.boss), f"/innsyn/{request.public_id}/"
    assert client.get(address).status_code == 404
    approve(actor=market.staff, request=request, last_day=in_days(9))
    assert client.get(address).status_code == 200
    refuse(actor=market.boss, request=request, text="Not now")
    assert "Not now" in client_for(market.asker).get(address).content.decode()


def test_nobody_is_named_before_he_shows_himself(market: Market) -> None:
    request = market.opened()
    asker = client_for(market.asker)
    page = asker.get(f"/innsyn/{request.public_id}/").content.decode()
    assert "Hemmelig" not in page
    staff = client_for(market.staff).get(f"/innsyn/{request.public_id}/").content.decode()
    assert "Hemmelig" not in staff
    assert client_for(market.stranger).get(f"/innsyn/{request.public_id}/").status_code == 404
    for letter in Letter.objects.filter(to=market.asker.email):
        assert "Hemmelig" not in letter.subject + letter.body
    agreement = agreement_of(AccessRequest.objects.get(), "nb")
    assert "Hemmelig" not in repr(agreement)


def test_several_and_all_only_where_the_owner_is_shown(market: Market) -> None:
    other = worlds.listing(market.place, "heat", 50)
    ids = [market.listing.pk, other.pk]
    ask = {"actor": market.asker, "company": market.asking, "purpose": "x", "months": 3}
    with pytest.raises(ValidationError):
        ask_access(listing_ids=ids, **ask)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        ask_access(listing_ids=ids[:1], whole_company=True, **ask)  # type: ignore[arg-type]
    for record in (market.listing, other):
        worlds.change(record, policy=OPEN_TO_ALL)
    request = ask_access(listing_ids=ids[:1], whole_company=True, **ask)  # type: ignore[arg-type]
    approve(actor=market.staff, request=request, last_day=in_days(9))
    consent(actor=market.boss, request=request)
    worlds.signs(market.asker, request)
    assert RecordGrant.objects.count() == 2


def test_hidden_and_own_listings_cannot_be_asked_for(market: Market) -> None:
    unlisted = worlds.listing(market.place, policy={"listed": 2}, title="Unlisted")
    with pytest.raises(UnknownListingError):
        worlds.asks_access(market.asker, market.asking, unlisted)
    with pytest.raises(NotAllowedError):
        worlds.asks_access(market.boss, market.owner, market.listing)
    market.asked()
    with pytest.raises(ValidationError, match="already"):
        market.asked()


def test_the_agreement_is_signed_as_it_was_shown(market: Market) -> None:
    request = market.approved()
    consent(actor=market.boss, request=request)
    with pytest.raises(MovedError):
        services.sign_here(actor=market.asker, request=request, digest="0" * 64)
    worlds.signs(market.asker, request)
    signed = AccessRequest.objects.get(pk=request.pk)
    with signed.file.open("rb") as stream:
        assert digest_of(stream.read()) == signed.digest
    got = client_for(market.asker).get(f"/innsyn/{request.public_id}/avtale.pdf")
    assert got.content.startswith(b"%PDF-")
    assert digest_of(got.content) == signed.digest


def test_a_signed_file_is_kept_byte_by_byte(market: Market) -> None:
    request = market.approved()
    consent(actor=market.boss, request=request)
    with pytest.raises(ValidationError):
        sign_by_file(
            actor=market.asker, request=request, upload=SimpleUploadedFile("x.pdf", b"GIF89a")
        )
    content = unsigned_document(AccessRequest.objects.get(pk=request.pk), "nb") + b"%signed"
    sign_by_file(actor=market.asker, request=request, upload=SimpleUploadedFile("x.pdf", content))
    assert AccessRequest.objects.get(pk=request.pk).digest == digest_of(content)
    assert market.sees()


def test_accepting_asks_for_the_second_step_first(market: Market) -> None:
    request = market.approved()
    consent(actor=market.boss, request=request)
    client, address = client_for(market.asker), f"/innsyn/{request.public_id}/"
    digest = client.get(address).context["digest"]
    assert len(digest) == 64
    sent = client.post(address, {"do": "sign", "digest": digest})
    assert sent["Location"].startswith("/konto/2fa/")
    assert state(request) == State.SIGNING


def test_longer_needs_the_owner_and_takes_effect_at_once(market: Market) -> None:
    request = market.opened(10)
    with pytest.raises(ValidationError):
        extend(actor=market.staff, request=request, last_day=in_days(9))
    assert extend(actor=market.staff, request=request, last_day=in_days(60)) is False
    assert AccessRequest.objects.get(pk=request.pk).until == in_days(10)
    consent_to_extension(actor=market.boss, request=request)
    assert AccessRequest.objects.get(pk=request.pk).until == in_days(60)
    assert timezone.localtime(RecordGrant.objects.get().expires_at).date() == in_days(61)


def test_whoever_has_access_is_told_a_month_and_a_week_before_the_end(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, today = market.opened(40), timezone.localdate()
    Letter.objects.all().delete()
    for passed, letters in ((0, 0), (9, 0), (10, 1), (25, 1), (33, 2), (40, 2)):
        day = today + timedelta(days=passed)
        monkeypatch.setattr(services.timezone, "localdate", lambda day=day: day)
        assert end_what_ran_out() == 0
        for _turn in range(2):
            remind_of_ends()
        assert Letter.objects.count() == letters, passed
    day = today + timedelta(days=41)
    monkeypatch.setattr(services.timezone, "localdate", lambda: day)
    assert (end_what_ran_out(), end_what_ran_out()) == (1, 0)
    assert state(request) == State.ENDED
    assert not market.sees()


def test_a_request_can_be_withdrawn_until_it_opens(market: Market) -> None:
    request = market.approved()
    withdraw(actor=market.asker, request=request)
    assert state(request) == State.WITHDRAWN
    opened = market.opened()
    with pytest.raises(MovedError):
        withdraw(actor=market.asker, request=opened)


def test_a_new_text_counts_from_then_on(market: Market) -> None:
    signed = market.opened()
    texts = {
        language: text_in_force(language).text.replace("2", "3") + "\n\n# New\nMore."
        for language in ("nb", "nn", "en")
    }
    with pytest.raises(NotAllowedError):
        add_version(actor=market.boss, texts=texts)
    with pytest.raises(ValidationError):
        add_version(actor=market.staff, texts={**texts, "nn": "Too short"})
    assert add_version(actor=market.staff, texts=texts) == 2
    assert text_in_force("en").version == 2
    kept = AccessRequest.objects.select_related("text").get(pk=signed.pk)
    assert kept.text is not None
    assert kept.text.version == 1


def test_what_people_write_is_text_in_the_agreement_and_never_code(market: Market) -> None:
    request = market.asked()
    request.purpose = '#panic("x") $ x $ \\ "quoted" *bold* <script>'
    assert agreement_pdf(agreement_of(request, "en")).startswith(b"%PDF-")


def test_the_story_by_pages(market: Market) -> None:
    asker, boss, staff = map(client_for, (market.asker, market.boss, market.staff))
    form = f"/oppforing/{market.listing.pk}/innsyn/"
    assert boss.get(form).status_code == 404
    assert asker.post(form, {"purpose": ""}).status_code == 422
    sent = {"company": market.asking.public_id, "purpose": "To test", "months": "6"}
    address = asker.post(form, sent)["Location"]
    assert "Gjenvinner" in staff.get("/saker/").content.decode()
    assert asker.get("/saker/").status_code == 404
    approval = {"do": "approve", "last_day": in_days(20).isoformat()}
    assert asker.post(address, approval).status_code == 404
    assert staff.post(address, {"do": "approve", "last_day": "2001-01-01"}).status_code == 422
    assert staff.post(address, approval).status_code == 302
    dashboard = f"/bedrift/{market.owner.public_id}/"
    assert "Gjenvinner" in boss.get(dashboard).content.decode()
    assert boss.post(address, {"do": "consent"}).status_code == 302
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.7 signed")
    assert asker.post(address, {"do": "sign_file", "file-upload": pdf}).status_code == 302
    assert market.sees()
    assert "Gjenvinner" in boss.get(f"{dashboard}tilgang/").content.decode()
    assert boss.post(address, {"do": "end"}).status_code == 302
    assert not market.sees()


def test_the_owners_page_is_his_own(market: Market) -> None:
    address = f"/bedrift/{market.owner.public_id}/tilgang/"
    assert client_for(market.member).get(address).status_code == 200
    for user in (market.asker, market.stranger, market.staff):
        assert client_for(user).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    wrong = {"do": "rule", "organisation_number": "12", "country": "NO", "word": "never"}
    assert client_for(market.boss).post(address, wrong).status_code == 422
    right = {**wrong, "organisation_number": market.asking.organisation_number}
    assert client_for(market.member).post(address, right).status_code == 404
    assert client_for(market.boss).post(address, right).status_code == 302
    page = client_for(market.boss).get(address).content.decode()
    assert market.asking.organisation_number in page
    made = CompanyRule.objects.get()
    taken = client_for(market.boss).post(address, {"do": "forget", "rule": made.public_id})
    assert taken.status_code == 302
