"""What every template may ask about the person logged in."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest

from accounts.models import User
from accounts.queries import has_unconfirmed_address, lacks_second_step
from exchange.notices.queries import unread_count


def second_step(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Context: whether staff have yet to set up the second step, and whether an address must be
    confirmed before anybody can; asked only where it is shown."""

    def staff_lacks_second_step() -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and lacks_second_step(user)

    def address_unconfirmed() -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and has_unconfirmed_address(user)

    return {
        "address_unconfirmed": address_unconfirmed,
        "staff_lacks_second_step": staff_lacks_second_step,
    }


def notices(request: HttpRequest) -> dict[str, Callable[[], int]]:
    """Context: how many of the person's notices are unread; asked only where it is shown, and
    only for somebody logged in."""

    @cache
    def unread_notices() -> int:
        user = getattr(request, "user", None)
        return unread_count(user.pk) if isinstance(user, User) else 0

    return {"unread_notices": unread_notices}
