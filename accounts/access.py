"""Who may open a page of somebody with special rights; all others get what never was: a 404."""

import time
from collections.abc import Callable
from typing import TypeVar, cast

from allauth.account import app_settings as account_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.queries import lacks_second_step

View = TypeVar("View", bound=Callable[..., HttpResponse])


def recently_proven(view: View) -> View:
    """For what outlives the session: asks for the password again when it was long ago."""
    return cast("View", reauthentication_required(view))


def second_step_just_proven(request: HttpRequest) -> bool:
    """Whether whoever is logged in gave the second step within the last few minutes."""
    fresh = time.time() - account_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(one["method"] == "mfa" and one["at"] > fresh for one in records)


def person_of(request: HttpRequest) -> User:
    """The person logged in. Raises Http404 where there is none."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def turned_away(request: HttpRequest) -> HttpResponse:
    """For whoever may not open a page: staff without a second step are led to where it is set up.

    Raises Http404 for everybody else.
    """
    if lacks_second_step(person_of(request)):
        return redirect("mfa_index")
    raise Http404
