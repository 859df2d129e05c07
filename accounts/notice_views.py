"""Pages of what somebody was told, when letters about it come, and which addresses refuse them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, turned_away
from accounts.forms import PacesForm
from accounts.notice_rows import notice_rows, refused_rows
from accounts.noticing import choose_paces, read_notices, try_refused_again, unsubscribe
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from exchange.notices.kinds import DIGEST, fixed_kinds, label_of
from exchange.notices.queries import is_refused, notices_of
from exchange.notices.refusals import refused_addresses
from exchange.notices.unsubscribing import meant_by
from exchange.paging import pages_of

PAGE = 25


@require_safe
@login_required
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """What one was told, the newest first."""
    person = person_of(request)
    page = Paginator(notices_of(person.pk), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": notice_rows(page),
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
        "is_refused": is_refused(person.email),
    }
    return render(request, "account/notices_list.html", context)


@require_safe
@login_required
@never_cache
def notice_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where the notice leads; it is read from now on. A 404 for everybody else's."""
    person = person_of(request)
    notice = notices_of(person.pk).filter(public_id=public_id).first()
    if notice is None:
        raise Http404
    if request.method == "GET":
        read_notices(actor=person, public_id=public_id)
    return redirect(notice.path or "notices")


@require_POST
@login_required
def notices_read(request: HttpRequest) -> HttpResponse:
    """Marks one or all as read."""
    read_notices(actor=person_of(request), public_id=request.POST.get("notice", ""))
    return redirect("notices")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def notice_choices(request: HttpRequest) -> HttpResponse:
    """When letters come, kind by kind."""
    person = person_of(request)
    form = PacesForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        choose_paces(actor=person, paces=form.paces())
        messages.success(request, _("Your choices are saved."))
        return redirect("notice_choices")
    context = {"form": form, "fixed": fixed_kinds()}
    return render(
        request, "account/notice_choices.html", context, status=422 if form.errors else 200
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks, then turns the letters off; without login. The link itself is the right to do it, also
    for mail programs, which send the form by themselves (RFC 8058) and have no cookie."""
    meant = meant_by(token)
    if meant is None:
        answer = render(request, "account/unsubscribe_gone.html", status=404)
    else:
        person_id, kind = meant
        done = request.method == "POST"
        if done:
            unsubscribe(person_id=person_id, kind=kind)
        context = {"done": done, "label": label_of(kind), "is_daily": kind == DIGEST.code}
        answer = render(request, "account/unsubscribe.html", context)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def refused_letters(request: HttpRequest) -> HttpResponse:
    """Addresses to which nothing gets through, for staff; POST has all tried again."""
    person = person_of(request)
    if not acts_as_staff(person):
        return turned_away(request)
    if request.method == "POST":
        return tried_again(request, "")
    page = Paginator(refused_addresses(), PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": refused_rows(list(page)),
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
        "total": page.paginator.count,
    }
    return render(request, "account/refused_letters.html", context)


@require_POST
@login_required
def refused_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Has letters go to one address again."""
    return tried_again(request, public_id)


def tried_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """One address, or all. Raises Http404 for all but staff, and for one that is not refused."""
    chosen = refused_addresses()
    if public_id:
        chosen = chosen.filter(public_id=public_id)
    try:
        count = try_refused_again(actor=person_of(request), refused=chosen)
    except NotAllowedError:
        raise Http404 from None
    if public_id and not count:
        raise Http404
    text = ngettext(
        "Letters go to %(count)s address again.", "Letters go to %(count)s addresses again.", count
    )
    messages.success(request, text % {"count": count})
    return redirect("refused_letters")
