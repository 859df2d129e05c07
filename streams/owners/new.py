"""Beginning a new listing: kind, site, material and title; the rest is filled in page by page."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from companies.models import Company, Site
from streams.owners.access import company_acted_for, person
from streams.owners.steps import STEPS
from streams.owners.steps.what import MaterialField
from streams.register.drafts import RecordDraft
from streams.register.services import save_record
from streams.vocabulary import Kind
from streams.web.kinds import ICONS, kind_texts


class NewForm(forms.Form):
    """The least that makes a listing."""

    title_text = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=120,
        help_text=gettext_lazy(
            "Such as “Granulated silicomanganese slag”. Leave the company's name out."
        ),
    )
    material = MaterialField(label=gettext_lazy("Material"))
    site = forms.ModelChoiceField(Site.objects.none(), label=gettext_lazy("Site"), empty_label=None)

    def __init__(self, company: Company, kind: Kind, data: Any = None) -> None:
        super().__init__(data)
        self.fields["material"].offer(kind)  # type: ignore[attr-defined]
        self.fields["site"].queryset = company.sites.all()  # type: ignore[attr-defined]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, public_id: str, kind: str = "") -> HttpResponse:
    """Choose the kind, then begin."""
    company = company_acted_for(request, public_id)
    if kind not in Kind.values:
        return render(
            request,
            "owners/kinds.html",
            {"company": company, "kinds": kinds(company), "crumbs": crumbs(company)},
        )
    form = NewForm(company, Kind(kind), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return begun(request, form, Kind(kind))
        except ValidationError as error:
            form.add_error(None, error.messages)
    context = {
        "company": company,
        "form": form,
        "kind": Kind(kind),
        "has_sites": company.sites.exists(),
        "crumbs": crumbs(company),
    }
    return render(request, "owners/new.html", context, status=422 if form.errors else 200)


def begun(request: HttpRequest, form: NewForm, kind: Kind) -> HttpResponse:
    data = form.cleaned_data
    record = save_record(
        actor=person(request),
        site=data["site"],
        kind=kind,
        draft=RecordDraft(values={"title": data["title_text"], "material": data["material"]}),
    )
    return HttpResponseRedirect(reverse("edit_step", args=[record.pk, STEPS[kind][1].slug]))


def kinds(company: Company) -> list[dict[str, Any]]:
    texts = kind_texts()
    return [
        {
            "label": kind.label,
            "icon": ICONS[kind],
            "text": texts[kind],
            "url": reverse("new_listing_of", args=[company.public_id, kind.value]),
        }
        for kind in Kind
    ]


def crumbs(company: Company) -> list[dict[str, Any]]:
    return [
        {"label": _("Our page"), "url": reverse("company_page", args=[company.public_id])},
        {"label": _("New listing")},
    ]
