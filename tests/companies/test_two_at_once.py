"""Two people register the same company in the same moment."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from companies.models import Company
from companies.organisation_numbers import synthetic_number
from companies.services import register_company


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
