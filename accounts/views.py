"""Pages of a person's own account that need nothing but the person; the rest is allauth's."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language as set_language_cookie

from accounts.access import person_of, recently_proven
from accounts.browsers import browser_in_words
from accounts.forms import TokenForm
from accounts.logins import end_login, own_login
from accounts.models import ApiToken, User
from accounts.queries import (
    administered_companies,
    has_second_step,
    memberships_of,
    tokens_of,
    viewer_for,
)
from accounts.services import choose_language, create_token, revoke_token
from exchange.notices.queries import unread_count

unstored = cache_control(private=True, no_store=True)
"""For pages about keys: no browser nor proxy keeps a copy."""


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """Everything of one's own account, each with its state and the way there."""
    return render(request, "account/overview.html", {"parts": parts(person_of(request))})


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and with the person logged in."""
    if isinstance(request.user, User):
        choose_language(actor=request.user, language=request.POST.get("language", ""))
    return set_language_cookie(request)


@require_safe
@login_required
@unstored
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own keys for programs; the keys themselves are never shown again."""
    own = list(tokens_of(viewer_for(person_of(request))))
    return render(request, "account/tokens.html", token_table(own))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@recently_proven
@unstored
def token_new(request: HttpRequest) -> HttpResponse:
    """A form; and, in the answer to it and nowhere else, the new key."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            token, key = create_token(actor=person_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "account/token_made.html", {"token": token, "key": key})
    return render(request, "account/token_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@unstored
def token_revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    """Asks, then revokes one's own key."""
    person = person_of(request)
    token = tokens_of(viewer_for(person)).filter(prefix=prefix, revoked_at=None).first()
    if token is None:
        raise Http404
    if request.method == "POST":
        revoke_token(actor=person, token_id=token.pk)
        messages.success(request, _("“%s” opens nothing any more.") % token.name)
        return redirect("tokens")
    context = {
        "title": _("Revoke the key"),
        "question": _("Revoke “%s”?") % token.name,
        "consequences": [
            _("Programs that use it are shut out at once."),
            _("It cannot be undone."),
        ],
        "submit_label": _("Revoke"),
        "danger": True,
        "cancel_url": reverse("tokens"),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@unstored
def login_end(request: HttpRequest, code: str) -> HttpResponse:
    """Asks, then logs out one of one's own sessions; the one that asks goes by the usual way."""
    person = person_of(request)
    session = own_login(person, code)
    if session is None:
        raise Http404
    if session.session_key == request.session.session_key:
        return redirect("account_logout")
    if request.method == "POST":
        end_login(actor=person, session=session)
        messages.success(request, _("Logged out there."))
        return redirect("usersessions_list")
    shown = {
        "browser": browser_in_words(session.user_agent),
        "address": session.ip,
        "since": date_format(localtime(session.created_at), "SHORT_DATETIME_FORMAT"),
    }
    context = {
        "title": _("Log out there"),
        "question": _("Log out %(browser)s at %(address)s, logged in since %(since)s?") % shown,
        "consequences": [_("Was it not you? Then change your password, too.")],
        "submit_label": _("Log out there"),
        "danger": True,
        "cancel_url": reverse("usersessions_list"),
    }
    return render(request, "confirm.html", context)


def token_table(own: list[ApiToken]) -> dict[str, Any]:
    """Columns and rows of components/table.html."""
    labels = [_("What it is for"), _("State"), _("Begins with"), _("Can"), _("Made")]
    return {
        "columns": [{"label": label} for label in labels],
        "rows": [
            [
                token.name,
                state(token),
                {"text": f"{token.prefix}…"},
                token.get_scope_display(),
                day(token.created_at),
            ]
            for token in own
        ],
    }


def state(token: ApiToken) -> dict[str, str]:
    if token.revoked_at:
        return {"text": _("Revoked %s") % day(token.revoked_at)}
    return {"text": _("Revoke"), "url": reverse("token_revoke", args=[token.prefix])}


def day(moment: datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")


def parts(person: User) -> list[dict[str, str]]:
    """Contexts of components/way_in.html."""
    viewer = viewer_for(person)
    companies = ", ".join(one.company.name for one in memberships_of(viewer))
    keys = tokens_of(viewer).filter(revoked_at=None).count()
    second_step = _("On") if has_second_step(person) else _("Off")
    answers = viewer.is_staff or administered_companies(viewer).exists()
    waiting = part(
        "group", _("Who waits to be confirmed"), _("See, and answer."), "waiting_requests"
    )
    refused = (_("Refused letters"), _("Addresses that nothing reaches."), "refused_letters")
    return [
        *([waiting] if answers else []),
        part("bell", _("Notices"), notices_text(person), "notices"),
        part("factory", _("Companies"), companies or _("You act for none yet."), "my_companies"),
        part("mail", _("E-mail"), person.email, "account_email"),
        part("lock", _("Password"), _("Change it, or choose one."), "account_change_password"),
        part("shield", _("Two-step login"), second_step, "mfa_index"),
        part("list", _("Where you are logged in"), _("See, and log out."), "usersessions_list"),
        part("key", _("Keys for programs"), _("%s in use") % keys, "tokens"),
        *([part("warning", *refused)] if viewer.is_staff else []),
    ]


def notices_text(person: User) -> str:
    count = unread_count(person.pk)
    return _("%s unread") % count if count else _("All are read.")


def part(icon: str, title: str, text: str, route: str) -> dict[str, str]:
    return {
        "icon": icon,
        "title": title,
        "text": text,
        "url": reverse(route),
        "action": _("Open"),
    }
