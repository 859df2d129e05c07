"""Parameters of owners' addresses: a form that checks them, and what the schema says of them."""

from typing import Any, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from streams.catalogue.criteria import repeated_parameters, unknown_parameters
from streams.vocabulary import Kind, State

Where = Literal["query", "path", "header"]
PAGE_SIZE, MOST_ON_A_PAGE, LAST_PAGE = 25, 100, 100_000


class PageForm(forms.Form):
    """Which part of a list."""

    page = forms.IntegerField(required=False, min_value=1, max_value=LAST_PAGE)
    page_size = forms.IntegerField(required=False, min_value=1, max_value=MOST_ON_A_PAGE)


class OwnListingsForm(PageForm):
    """Which of the company's listings."""

    kind = forms.ChoiceField(required=False, choices=Kind.choices)
    state = forms.ChoiceField(required=False, choices=State.choices)
    own_reference = forms.CharField(required=False, max_length=80)


class DryRunForm(forms.Form):
    """Whether to save, or only to say what would be saved."""

    dry_run = forms.ChoiceField(required=False, choices=[("true", "true"), ("false", "false")])


def checked(form: type[forms.Form], params: QueryDict) -> dict[str, Any]:
    """What was asked for, without what was left out. Raises ValidationError naming each fault."""
    read = form(params)
    wrong = {
        **{name: list(messages) for name, messages in read.errors.items()},
        **unknown_parameters(params, read.fields),
        **repeated_parameters(params, read.fields),
    }
    if "\0" in params.get("own_reference", ""):
        wrong["own_reference"] = [gettext("There is no such value.")]
    if wrong:
        raise ValidationError(wrong)
    return {name: value for name, value in read.cleaned_data.items() if value not in (None, "")}


def told(name: str, where: Where, shape: Any, text: Any, example: str) -> OpenApiParameter:
    return OpenApiParameter(
        name, shape, where, description=text, examples=[OpenApiExample(name, value=example)]
    )


COMPANY = told("company_id", "path", str, _("As own/companies/ tells it."), "p4n8v2k6w1dz")
LISTING = told("listing_id", "path", str, _("As your list tells it."), "k7w2m9x4c8ra")
DOCUMENT = told("document_id", "path", str, _("As the listing tells it."), "d3h7q5t9b2xm")
IF_MATCH = told(
    "If-Match",
    "header",
    {"type": "string"},
    _("The ETag of the listing as you read it; without it nothing is changed."),
    '"9f2c51d07be84a6633c0e1a2b4d5f607"',
)
PAGES = [
    told("page", "query", {"type": "integer", "minimum": 1}, _("Which page, from 1."), "2"),
    told(
        "page_size",
        "query",
        {"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE},
        _("How many on a page; 25 when not given."),
        "100",
    ),
]
CHOSEN = [
    told(
        "kind", "query", {"type": "string", "enum": Kind.values}, _("What is listed."), "material"
    ),
    told("state", "query", {"type": "string", "enum": State.values}, _("Seen or not."), "draft"),
    told("own_reference", "query", str, _("Exactly this reference of your own."), "SLAG-01"),
]
DRY_RUN = told(
    "dry_run",
    "query",
    {"type": "string", "enum": ["true", "false"]},
    _("With true nothing is saved; the answer says what would be."),
    "true",
)
