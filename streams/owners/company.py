"""What a company decides once for all its listings: sites, choices, the cluster's consent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.services import NotAllowedError, may_decide_members
from companies.forms import DetailsForm
from companies.models import Company, Site
from companies.services import correct_company, save_site, set_cluster_consent
from streams.disclosure import PRESETS, Field, effective_policy
from streams.owners.access import company_acted_for, person
from streams.owners.beside import control, number
from streams.owners.steps.visibility import (
    add_controls,
    controls_of,
    policy_from,
    preset_query,
)
from streams.register.models import Record
from streams.register.services import set_company_policy


class SiteForm(forms.Form):
    """A place of the company; county and municipality follow from the point."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=200, required=False)
    postal_code = forms.CharField(label=gettext_lazy("Postal code"), max_length=12, required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=80, required=False)
    latitude = forms.FloatField(
        label=gettext_lazy("Latitude"),
        required=False,
        min_value=-90,
        max_value=90,
        localize=True,
        help_text=gettext_lazy("Degrees north, such as 58.275. Or press the map."),
    )
    longitude = forms.FloatField(
        label=gettext_lazy("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        localize=True,
        help_text=gettext_lazy("Degrees east, such as 6.887."),
    )


SITE_FIELDS = tuple(SiteForm.base_fields)


class DefaultsForm(forms.Form):
    """Who sees what of every listing that says nothing else."""

    def __init__(self, company: Company, data: Any = None) -> None:
        super().__init__(data, initial=controls_of(effective_policy(company.disclosure_defaults)))
        add_controls(self, Field)

    def policy(self) -> dict[str, Any]:
        return policy_from(self.cleaned_data, Field, effective_policy())


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """The company's sites, name, consent and choices; POST saves that whose button was pressed."""
    company = company_acted_for(request, public_id)
    here = reverse("company_settings", args=[company.public_id])
    preset = request.POST.get("preset", "")
    form = DefaultsForm(company, preset_query(preset) if preset in PRESETS else None)
    if request.method == "POST" and "consent" in request.POST:
        consent(request, company)
        return HttpResponseRedirect(here)
    details = details_form(request, company)
    if details and details.is_bound and corrected(request, company, details):
        return HttpResponseRedirect(here)
    if request.method == "POST" and "correct" not in request.POST and not preset:
        form = DefaultsForm(company, request.POST)
        if form.is_valid():
            set_company_policy(actor=person(request), company=company, policy=form.policy())
            messages.success(request, applied(company))
            return HttpResponseRedirect(here)
    context = {
        "company": company,
        "details": details,
        "sites": company.sites.select_related("municipality", "county"),
        "form": form,
        "controls": [control(form, field) for field in Field],
        "listed": number(form["listed"].value()),
        "listings": Record.objects.filter(site__company=company).count(),
        "crumbs": crumbs(company, _("Sites and choices")),
    }
    failed = details is not None and bool(details.errors)
    return render(request, "owners/settings.html", context, status=422 if failed else 200)


def details_form(request: HttpRequest, company: Company) -> DetailsForm | None:
    """For those who decide on the company; None for its other members, who get a 404 if they
    send it all the same."""
    is_sent = request.method == "POST" and "correct" in request.POST
    if may_decide_members(person(request), company.pk):
        return DetailsForm(company, request.POST if is_sent else None)
    if is_sent:
        raise Http404
    return None


def corrected(request: HttpRequest, company: Company, form: DetailsForm) -> bool:
    """Whether it could be saved; what is wrong stands in the form."""
    if not form.is_valid():
        return False
    try:
        correct_company(actor=person(request), company=company, **form.cleaned_data)
    except NotAllowedError:
        raise Http404 from None
    except ValidationError as error:
        tell(form, error)
        return False
    messages.success(request, _("Saved. Your listings show it from now on."))
    return True


def applied(company: Company) -> str:
    count = Record.objects.filter(site__company=company).count()
    text = ngettext(
        "Saved. It holds for %s listing, where that says nothing else.",
        "Saved. It holds for %s listings, where they say nothing else.",
        count,
    )
    return text % count


def consent(request: HttpRequest, company: Company) -> None:
    may_act = request.POST.get("consent") == "yes"
    try:
        set_cluster_consent(actor=person(request), company=company, may_act=may_act)
    except NotAllowedError:
        raise Http404 from None
    given, taken = _("The cluster may now act for you."), _("The cluster no longer acts for you.")
    messages.success(request, given if may_act else taken)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, public_id: str, site_id: str = "") -> HttpResponse:
    """A new site, or changes to one."""
    company = company_acted_for(request, public_id)
    known = own_site(company, site_id) if site_id else None
    shown = {name: getattr(known, name) for name in SITE_FIELDS} if known else None
    form = SiteForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_site(
                actor=person(request), company=company, site=known, **form.cleaned_data
            )
        except ValidationError as error:
            tell(form, error)
        else:
            messages.success(request, where(saved))
            return HttpResponseRedirect(reverse("company_settings", args=[company.public_id]))
    context = {
        "form": form,
        "company": company,
        "title": known.name if known else _("New site"),
        "crumbs": crumbs(company, known.name if known else _("New site")),
    }
    return render(request, "owners/site.html", context, status=422 if form.errors else 200)


def own_site(company: Company, site_id: str) -> Site:
    found = company.sites.filter(public_id=site_id).first()
    if found is None:
        raise Http404
    return found


def where(saved: Site) -> str:
    """What the point was found to be, so that a wrong one is seen at once."""
    if saved.municipality is None:
        return _("Saved. No municipality could be found for the place.")
    shown = {"municipality": saved.municipality.name, "county": saved.county}
    return _("Saved. The place lies in %(municipality)s, %(county)s.") % shown


def tell(form: forms.Form, error: ValidationError) -> None:
    """At its field where the page has it."""
    found = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
    for name, texts in found.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)


def crumbs(company: Company, title: str) -> list[dict[str, Any]]:
    return [
        {"label": _("Our page"), "url": reverse("company_page", args=[company.public_id])},
        {"label": title},
    ]
