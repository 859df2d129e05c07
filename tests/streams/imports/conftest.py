"""The reference lists, once for all tests of a module."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from streams.catalogue.names import forget_names
from streams.reference.queries import forget_reference


@pytest.fixture(scope="module")
def _lists_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """In a transaction that every test's own lies within and that is undone at the end."""
    forget_reference()
    forget_names()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield
        transaction.set_rollback(True)
    forget_reference()
    forget_names()


@pytest.fixture
def reference_lists(_lists_loaded: None, db: None) -> None:
    """Counties, municipalities, industries, materials and all the rest that we ship."""
