"""The demonstration data stays away from real exchanges, and says what it needs."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from streams.register.models import Record


@pytest.mark.django_db
def test_it_is_refused_on_a_real_exchange(settings: Any) -> None:
    settings.DEMO = settings.TESTING = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo", verbosity=0)
    assert not User.objects.filter(email__endswith="@demo.example")
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_it_asks_for_the_reference_lists_first() -> None:
    with pytest.raises(CommandError, match="load_reference"):
        call_command("load_demo", verbosity=0)
