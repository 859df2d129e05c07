"""Two do the same in the same moment: register a company, tell of what has run out."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import StandIn
from companies.models import Company
from companies.organisation_numbers import synthetic_number
from companies.services import register_company
from companies.tasks import announce_run_out
from exchange.notices.models import Letter
from tests import worlds


def register() -> str:
    """What the second of the two gets to hear, in a connection of its own."""
    try:
        register_company(actor=None, name="Second", organisation_number=synthetic_number(5))
    except ValidationError as refusal:
        return refusal.messages[0]
    finally:
        connection.close()
    return ""


def is_anybody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_second_gets_a_clear_answer_and_leaves_nothing() -> None:
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            register_company(actor=None, name="First", organisation_number=synthetic_number(5))
            second = other.submit(register)
            patience = time.monotonic() + 20
            while not is_anybody_waiting() and not second.done():
                assert time.monotonic() < patience, "the second never reached the database"
                time.sleep(0.01)
        assert "already" in second.result(20) or "allerede" in second.result(20)
    assert [company.name for company in Company.objects.all()] == ["First"]


@pytest.mark.django_db(transaction=True)
def test_two_clocks_tell_once_of_a_stand_in_whose_time_is_over() -> None:
    company = register_company(actor=None, name="One", organisation_number=synthetic_number(5))
    staff = worlds.person("staff@cluster.example", is_cluster_staff=True)
    membership = worlds.person("member@works.example", company).memberships.get()
    for _number in range(5):
        StandIn.objects.create(membership=membership, appointed_by=staff, until=timezone.now())

    def run() -> int:
        try:
            return announce_run_out()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        told = [job.result(30) for job in [threads.submit(run) for _thread in range(3)]]
    assert sum(told) == 5
    assert Letter.objects.count() == 10
