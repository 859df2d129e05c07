"""What every template may ask about the person logged in."""

from collections.abc import Callable

from django.http import HttpRequest

from accounts.models import User
from accounts.queries import lacks_second_step


def second_step(request: HttpRequest) -> dict[str, Callable[[], bool]]:
    """Context: whether staff have yet to set up the second step; asked only when it is shown."""

    def staff_lacks_second_step() -> bool:
        user = getattr(request, "user", None)
        return isinstance(user, User) and lacks_second_step(user)

    return {"staff_lacks_second_step": staff_lacks_second_step}
