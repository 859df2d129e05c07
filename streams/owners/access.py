"""Who gets in where: each loader's name carries the right, and all else is a 404."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.queries import acts_as_staff, viewer_for
from accounts.tiers import Tier
from companies.models import Company
from companies.rights import may_act_for
from exchange.audit.services import record_access
from streams.catalogue.reading import line, note_access
from streams.imports.models import SheetUpload
from streams.register.models import Record

View = Callable[Concatenate[HttpRequest, ...], HttpResponse]


@dataclass(frozen=True, slots=True)
class SeenWhole:
    """A record that was shown as its owner sees it, for the access log."""

    id: str
    title: str
    tier: Tier = Tier.OWNER


def person(request: HttpRequest) -> User:
    """Whoever is logged in; views call this behind login_required."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def is_quiet(request: HttpRequest) -> bool:
    """Sent by the page itself while somebody types; it may name a button that was pressed since."""
    return request.headers.get("HX-Request") == "true"


def typist_required(view: View) -> View:
    """Only for those logged in. A page that sends by itself is told so; a page to log in on would
    stand in the midst of what is typed."""
    others = login_required(view)

    @wraps(view)
    def checked(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        if is_quiet(request) and not request.user.is_authenticated:
            return render(request, "owners/keeping.html", {"trouble": "logged-out"}, status=401)
        return others(request, *args, **named)

    return checked


def company_acted_for(request: HttpRequest, public_id: str) -> Company:
    found = Company.objects.filter(public_id=public_id).first()
    if found is None or not may_act_for(person(request), found):
        raise Http404
    return found


def companies_acted_for(user: User) -> list[Company]:
    """Those one is a confirmed member of, by name."""
    return list(
        Company.objects.filter(memberships__user=user, memberships__is_active=True).order_by("name")
    )


def companies_that_let_act(user: User, text: str = "") -> QuerySet[Company]:
    """For the cluster's staff those that let it act for them, by name; for all others none."""
    if not acts_as_staff(user):
        return Company.objects.none()
    return Company.objects.filter(cluster_may_act=True, name__icontains=text).order_by("name", "pk")


def record_written(request: HttpRequest, record_id: str) -> Record:
    """A record with what its pages show, for those who may change it."""
    known = Record.objects.select_related("site__company__industry", "material", "waste_code")
    parts = known.prefetch_related("quantities", "years", "analyses__constituents")
    found = parts.filter(pk=record_id).first()
    if found is None or not may_act_for(person(request), found.site.company):
        raise Http404
    if request.method == "GET":
        note_seen(person(request), [found])
    return found


def note_seen(user: User, records: Iterable[Record]) -> None:
    """Members look at what is theirs; staff who act for them leave lines in the access log."""
    if user.is_cluster_staff:
        note_access(viewer_for(user), [SeenWhole(row.pk, row.title) for row in records])


def note_company_seen(user: User, company: Company) -> None:
    """The same where everything that a company has is shown or handed out."""
    if user.is_cluster_staff:
        note_seen(user, Record.objects.filter(site__company=company).only("title"))


def note_upload_seen(user: User, upload: SheetUpload) -> None:
    """The same where a spreadsheet that was sent is shown: a line for the file, under its own name
    since what it would create is no listing yet, and one for each listing that it would change."""
    viewer = viewer_for(user)
    if not user.is_cluster_staff or upload.company_id in viewer.company_ids:
        return
    file = SeenWhole(upload.pk, upload.name)
    record_access([line(viewer, file, upload.company_id, None)])
    changed = [one["id"] for one in upload.plan.get("changed", [])]
    note_seen(user, Record.objects.filter(pk__in=changed).only("title"))
