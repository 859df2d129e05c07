"""What the views of pages for everyone share: they are read, and nothing is sent to them."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def only_read(view: View) -> View:
    """405 for whatever would change something, before a form that was never there is too old."""
    return csrf_exempt(require_safe(view))
