"""An owner's page about who may see what under NDA, and standing words on other companies."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.queries import viewer_for
from accounts.services import NotAllowedError
from companies.models import Company
from exchange.access.contacts.views import add_errors
from exchange.access.models import AccessRequest, Side
from exchange.access.nda import services, showing
from exchange.access.nda.forms import RuleForm
from exchange.access.nda.queries import accesses_to, consents_itself, decides_for, rules_of
from exchange.paging import pages_of
from streams.web.numbers import day_text

PAGE = 25


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def owner_access(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who has access, what is asked, and what the owner has decided once and for all."""
    company = own_company(request, public_id)
    form = RuleForm(request.POST if request.POST.get("do") == "rule" else None)
    if request.method == "POST":
        try:
            if done(request, company, form):
                return redirect("owner_access", company.public_id)
        except NotAllowedError:
            raise Http404 from None
    context = page_context(request, company, form)
    status = 422 if form.errors else 200
    return render(request, "access/owner_access.html", context, status=status)


def own_company(request: HttpRequest, public_id: str) -> Company:
    """Only one's own: the cluster does not decide on an owner's words, nor read them here."""
    found = Company.objects.filter(
        public_id=public_id, pk__in=viewer_for(person_of(request)).company_ids
    ).first()
    if found is None:
        raise Http404
    return found


def done(request: HttpRequest, company: Company, form: RuleForm) -> bool:
    """Whether what was sent is carried out; else the form says what is wrong."""
    actor, what = person_of(request), request.POST.get("do", "")
    if what == "choose":
        itself = request.POST.get("itself") == "yes"
        services.choose_consent(actor=actor, owner=company, itself=itself)
        messages.success(request, _("Saved."))
        return True
    if what == "forget":
        rule = rules_of(company).filter(public_id=request.POST.get("rule", "")).first()
        if rule is None:
            raise Http404
        services.forget_rule(actor=actor, rule=rule)
        messages.success(request, _("The rule is taken away."))
        return True
    if what != "rule":
        raise Http404
    return ruled(request, company, form)


def ruled(request: HttpRequest, company: Company, form: RuleForm) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    try:
        services.decide_rule(
            actor=person_of(request), owner=company, country=data["country"],
            number=data["organisation_number"], name=data["name"], word=data["word"],
        )  # fmt: skip
    except ValidationError as error:
        add_errors(form, error)
        return False
    messages.success(request, _("Saved."))
    return True


def page_context(request: HttpRequest, company: Company, form: RuleForm) -> dict[str, Any]:
    page = Paginator(accesses_to(company), PAGE).get_page(request.GET.get("page"))
    live = [one for one in page.object_list if one.state == AccessRequest.State.OPEN]
    return {
        "company": company,
        "decides": decides_for(person_of(request), company.pk),
        "itself": consents_itself(company.pk),
        "live": [showing.row(one, Side.OWNER) for one in live],
        "rows": [showing.row(one, Side.OWNER) for one in page.object_list if one not in live],
        "pages": pages_of(page, request.GET) if page.paginator.num_pages > 1 else None,
        "rules": [
            {
                "name": one.name or one.organisation_number,
                "number": one.organisation_number,
                "id": one.public_id,
                "word": one.get_word_display(),
                "since": day_text(one.made_at),
            }
            for one in rules_of(company)
        ],
        "form": form,
        "crumbs": [
            {"label": _("Our page"), "url": reverse("company_page", args=[company.public_id])},
            {"label": _("Access (NDA)")},
        ],
    }
