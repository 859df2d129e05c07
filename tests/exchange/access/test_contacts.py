"""Contact between companies that do not know each other: who may, who is told, who is named."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import timezone

from accounts.services import NotAllowedError
from exchange.access.contacts import services
from exchange.access.contacts.services import (
    EndedError,
    UnknownListingError,
    agree,
    ask_contact,
    end_contact,
    remind_quiet,
    say_delivered,
    say_outcome,
    withdraw,
    write_message,
)
from exchange.access.models import ContactRequest, Side
from exchange.audit.models import AuditLine
from exchange.notices.models import Letter
from tests import worlds
from tests.noninterference.crawl import client_for

pytestmark = pytest.mark.django_db
State = ContactRequest.State


class Market:
    """One who has, one who asks, and one who has nothing to do with it."""

    def __init__(self) -> None:
        worlds.load_lists()
        self.owner = worlds.company(1, "Hemmelig Smelteverk")
        self.listing = worlds.listing(worlds.site(self.owner))
        self.unlisted = worlds.listing(
            worlds.site(self.owner, "B"), policy={"listed": 2}, title="Unlisted"
        )
        self.having = worlds.person("has@demo.example", self.owner, name="Kari Har")
        self.asking = worlds.company(2, "Gjenvinner")
        self.asker = worlds.person("asks@demo.example", self.asking, name="Ola Spør")
        self.stranger = worlds.person("other@demo.example", worlds.company(3, "Annen"))
        self.staff = worlds.person("staff@demo.example", is_cluster_staff=True)

    def asked(self) -> ContactRequest:
        return worlds.asks_contact(self.asker, self.asking, self.listing)

    def page(self, user: Any, request: ContactRequest) -> str:
        got = client_for(user).get(f"/henvendelser/{request.public_id}/")
        return got.content.decode() if got.status_code == 200 else str(got.status_code)


@pytest.fixture
def market() -> Market:
    return Market()


def fresh(request: ContactRequest) -> ContactRequest:
    return ContactRequest.objects.get(pk=request.pk)


def letters() -> list[tuple[str, str]]:
    return list(Letter.objects.order_by("pk").values_list("to", "subject"))


def test_the_owner_is_told_and_the_asker_learns_nothing_of_him(market: Market) -> None:
    request = market.asked()
    assert [to for to, _subject in letters()] == [market.having.email]
    assert "Hemmelig" not in market.page(market.asker, request)
    assert "Gjenvinner" in market.page(market.having, request)
    assert market.page(market.stranger, request) == "404"
    assert AuditLine.objects.filter(action="contact.ask").count() == 1


def test_no_letter_names_the_other_side(market: Market) -> None:
    request = market.asked()
    write_message(actor=market.having, request=request, text="Yes", name_us=False)
    agree(actor=market.asker, request=request)
    agree(actor=market.having, request=request)
    for letter in Letter.objects.all():
        other = "Hemmelig" if letter.to == market.asker.email else "Gjenvinner"
        assert other not in letter.subject + letter.body
        assert "@demo.example" not in letter.body


def test_an_owner_may_answer_without_a_name_and_with_one(market: Market) -> None:
    request = market.asked()
    write_message(actor=market.having, request=request, text="First", name_us=False)
    assert fresh(request).state == State.DIALOGUE
    assert "Hemmelig" not in market.page(market.asker, request)
    write_message(actor=market.having, request=request, text="Second", name_us=True)
    assert "Hemmelig" in market.page(market.asker, request)


def test_addresses_show_when_both_want_to_go_on(market: Market) -> None:
    request = market.asked()
    write_message(actor=market.having, request=request, text="Yes", name_us=True)
    assert agree(actor=market.asker, request=request) is False
    for user, other in ((market.asker, market.having), (market.having, market.asker)):
        assert other.email not in market.page(user, request)
        assert other.name not in market.page(user, request)
    assert agree(actor=market.having, request=request) is True
    assert fresh(request).state == State.AGREED
    for user, other in ((market.asker, market.having), (market.having, market.asker)):
        assert other.email in market.page(user, request)


def test_the_cluster_names_the_owner_only_where_it_may_act(market: Market) -> None:
    request = market.asked()
    assert "Hemmelig" not in market.page(market.staff, request)
    market.owner.cluster_may_act = True
    market.owner.save()
    assert "Hemmelig" in market.page(market.staff, request)


def test_only_who_knows_of_a_listing_can_ask(market: Market) -> None:
    for listing_id in (market.unlisted.pk, "neverwasthere"):
        with pytest.raises(UnknownListingError):
            ask_contact(
                actor=market.asker, company=market.asking, listing_id=listing_id, purpose="x",
                use="x", volume="",
            )  # fmt: skip
    with pytest.raises(NotAllowedError):
        worlds.asks_contact(market.having, market.owner, market.listing)
    with pytest.raises(NotAllowedError):
        worlds.asks_contact(market.asker, market.owner, market.listing)


def test_one_open_request_for_a_listing_and_so_many_a_day(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = market.asked()
    with pytest.raises(ValidationError, match="already"):
        market.asked()
    withdraw(actor=market.asker, request=first)
    market.asked()
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    with pytest.raises(ValidationError, match="2"):
        worlds.asks_contact(market.asker, market.asking, worlds.listing(market.listing.site))


def test_what_has_ended_stays_as_it_is(market: Market) -> None:
    request = market.asked()
    with pytest.raises(ValidationError):
        end_contact(actor=market.having, request=request, reason="nonsense", text="")
    with pytest.raises(ValidationError):
        end_contact(actor=market.having, request=request, reason="other", text=" ")
    end_contact(actor=market.having, request=request, reason="wet", text="40 % water")
    assert fresh(request).state == State.DEAD_END
    for do in (agree, withdraw):
        with pytest.raises(EndedError):
            do(actor=market.asker, request=request)
    with pytest.raises(EndedError):
        write_message(actor=market.asker, request=request, text="Still")
    assert "40 % water" in market.page(market.asker, request)


def test_strangers_and_the_wrong_side_change_nothing(market: Market) -> None:
    request = market.asked()
    with pytest.raises(NotAllowedError):
        write_message(actor=market.stranger, request=request, text="Hello")
    with pytest.raises(NotAllowedError):
        withdraw(actor=market.having, request=request)
    with pytest.raises(NotAllowedError):
        agree(actor=market.staff, request=request)
    with pytest.raises(EndedError):
        say_outcome(actor=market.asker, request=request, tonnes=1, starts_on=None, replaces="")


def test_both_say_what_became_of_it_year_by_year(market: Market) -> None:
    request = market.asked()
    agree(actor=market.asker, request=request)
    agree(actor=market.having, request=request)
    year = timezone.localdate().year
    say_outcome(actor=market.having, request=request, tonnes=500, starts_on=None, replaces="Lime")
    for actor in (market.asker, market.having):
        say_delivered(actor=actor, request=request, year=year, tonnes=120)
    page = market.page(market.asker, request)
    assert "500" in page
    assert "Lime" in page
    assert "Ja" in page
    for wrong in (year + 1, 2019):
        with pytest.raises(ValidationError):
            say_delivered(actor=market.asker, request=request, year=wrong, tonnes=1)


def test_whoever_is_waited_for_is_reminded_three_times_and_once_each(market: Market) -> None:
    request = market.asked()
    for days, expected in ((13, 0), (14, 1), (14, 0), (28, 1), (42, 1), (56, 0), (400, 0)):
        moved = timezone.now() - timedelta(days=days, minutes=1)
        ContactRequest.objects.filter(pk=request.pk).update(moved_at=moved)
        assert remind_quiet() == expected, days
    assert [to for to, _subject in letters()[1:]] == [market.having.email] * 3
    write_message(actor=market.having, request=request, text="Sorry")
    assert fresh(request).reminders == 0
    assert fresh(request).waits_for == Side.ASKER


def test_files_are_cleaned_and_open_to_both_sides_only(market: Market) -> None:
    request = market.asked()
    message = worlds.says(market.having, request, "Data sheet")
    address = f"/henvendelser/{request.public_id}/fil/{message.public_id}/"
    for user in (market.asker, market.having, market.staff):
        got = client_for(user).get(address)
        assert got.status_code == 200
        assert "Data sheet.png" in got["Content-Disposition"]
    assert client_for(market.stranger).get(address).status_code == 404
    with pytest.raises(ValidationError):
        write_message(actor=market.asker, request=request, text="  ")


def test_the_story_by_pages(market: Market) -> None:
    asker, owner = client_for(market.asker), client_for(market.having)
    form = f"/oppforing/{market.listing.pk}/kontakt/"
    assert asker.get(form).status_code == 200
    assert owner.get(form).status_code == 404
    assert asker.post(form, {"purpose": ""}).status_code == 422
    sent = asker.post(
        form, {"company": market.asking.public_id, "purpose": "Sample", "use": "Cement"}
    )
    address = sent["Location"]
    assert address.startswith("/henvendelser/")
    assert "Gjenvinner" in owner.get(f"/bedrift/{market.owner.public_id}/").content.decode()
    assert owner.post(address, {"do": "write", "text": "", "name_us": "yes"}).status_code == 422
    assert owner.post(address, {"do": "write", "text": "Hi", "name_us": "yes"}).status_code == 302
    assert "Hemmelig" in asker.get(address).content.decode()
    assert asker.post(address, {"do": "agree"}).status_code == 302
    assert owner.post(address, {"do": "agree"}).status_code == 302
    outcome = {"do": "outcome", "outcome-tonnes": "1 200,5", "outcome-replaces": "Lime"}
    assert asker.post(address, outcome).status_code == 302
    assert "Lime" in owner.get(address).content.decode()
    assert asker.post(address, {"do": "nonsense"}).status_code == 404
    assert "Hemmelig" in asker.get("/henvendelser/").content.decode()


@override_settings(STAFF_NEED_MFA=True)
def test_staff_without_a_second_step_see_no_conversation(market: Market) -> None:
    request = market.asked()
    assert market.page(market.staff, request) == "404"


def test_whoever_acts_for_nobody_is_shown_the_way(market: Market) -> None:
    alone = client_for(worlds.person("alone@demo.example"))
    address = f"/oppforing/{market.listing.pk}/kontakt/"
    assert "/konto/selskap/" in alone.get(address).content.decode()
    assert alone.post(address, {"purpose": "x", "use": "x"}).status_code == 422
    assert Client().get(address).status_code == 302
