"""Companies and listings of one's own: read whole, created, changed, many at once."""

from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.queries import acts_as_staff
from companies.models import Company
from streams.owners.api import examples, shapes
from streams.owners.api.base import WHOLE, OwnView, check_tag, etag_of
from streams.owners.api.bulk import CHANGED, CREATED, UNCHANGED, Outcome, upsert
from streams.owners.api.parameters import (
    CHOSEN,
    COMPANY,
    DRY_RUN,
    IF_MATCH,
    LISTING,
    PAGE_SIZE,
    PAGES,
    DryRunForm,
    OwnListingsForm,
    PageForm,
    checked,
)
from streams.owners.api.writing import change_listing, create_listing
from streams.register.plain import Plain, plain_company, plain_record, plain_site

TAG = "own"


def sent(example: Any) -> list[OpenApiExample]:
    return [OpenApiExample("sent", value=example, request_only=True)]


class AskedView(OwnView):
    """With parameters that a form checks."""

    form: ClassVar[type[forms.Form]] = PageForm
    asked: dict[str, Any]

    def read_parameters(self, params: QueryDict) -> None:
        """Parameters are of the question; what is sent stands in the body."""
        if self.request.method in ("GET", "HEAD") or self.form is DryRunForm:
            self.asked = checked(self.form, params)
        else:
            super().read_parameters(params)

    def paged(self, rows: QuerySet[Any]) -> tuple[list[Any], Plain]:
        """The rows of the page, and what stands around them."""
        page, size = self.asked.get("page", 1), self.asked.get("page_size", PAGE_SIZE)
        found = list(rows[(page - 1) * size : page * size])
        return found, {"count": rows.count(), "page": page, "page_size": size}


class OwnCompanies(AskedView):
    """Those one acts for."""

    @extend_schema(
        operation_id="own_companies",
        summary=_("Your companies"),
        description=_("The companies that you act for; their ids stand in the other addresses."),
        tags=[TAG],
        parameters=PAGES,
        responses=shapes.own_answers(shapes.page_of("OwnCompanyPage", shapes.CompanyShape)),
    )
    def get(self, request: Request) -> Response:
        mine = Q(memberships__user=self.person, memberships__is_active=True)
        if acts_as_staff(self.person):
            mine |= Q(cluster_may_act=True)
        rows, page = self.paged(Company.objects.filter(mine).distinct().order_by("name", "pk"))
        return Response({**page, "results": [plain_company(one) for one in rows]})


class OwnCompany(OwnView):
    """One of them, with its sites."""

    @extend_schema(
        operation_id="own_company",
        summary=_("One of your companies"),
        description=_("The company with its sites, whose ids listings name."),
        tags=[TAG],
        parameters=[COMPANY],
        responses=shapes.own_answers(shapes.CompanyWithSites),
    )
    def get(self, request: Request, company_id: str) -> Response:
        company = self.company(company_id)
        sites = [plain_site(site) for site in company.sites.order_by("name", "pk")]
        return Response({**plain_company(company), "sites": sites})


class OwnListings(AskedView):
    """All of a company's listings, drafts as well; and a new one."""

    form = OwnListingsForm

    @extend_schema(
        operation_id="own_listings",
        summary=_("Your listings"),
        description=_("Everything that the register holds of them, drafts as well."),
        tags=[TAG],
        parameters=[COMPANY, *PAGES, *CHOSEN],
        responses=shapes.own_answers(shapes.page_of("OwnListingPage", shapes.OwnListing)),
    )
    def get(self, request: Request, company_id: str) -> Response:
        company = self.company(company_id)
        chosen = {key: self.asked[key] for key in ("kind", "state", "own_reference")
                  if key in self.asked}  # fmt: skip
        rows = WHOLE.filter(site__company=company, **chosen).order_by("title", "pk")
        records, page = self.paged(rows)
        self.note_seen(records)
        return Response({**page, "results": [plain_record(record) for record in records]})

    @extend_schema(
        operation_id="create_own_listing",
        summary=_("A new listing"),
        description=_(
            "A draft unless state says published. The answer has its address in Location and its "
            "ETag."
        ),
        tags=[TAG],
        parameters=[COMPANY],
        request=shapes.NewListing,
        examples=sent(examples.WRITTEN),
        responses=shapes.own_answers(
            shapes.OwnListing, status=201, writes=True, example=examples.READ
        ),
    )
    def post(self, request: Request, company_id: str) -> Response:
        company = self.company(company_id)
        made = create_listing(actor=self.person, company=company, given=self.body())
        record = self.record(made.pk)
        return self.answered(record, status=201, Location=reverse("own-listing", args=[made.pk]))


class OwnListing(OwnView):
    """One listing, whole."""

    @extend_schema(
        operation_id="own_listing",
        summary=_("One of your listings"),
        description=_("Everything that the register holds of it. Its ETag is needed to change it."),
        tags=[TAG],
        parameters=[LISTING],
        responses=shapes.own_answers(shapes.OwnListing, example=examples.READ),
    )
    def get(self, request: Request, listing_id: str) -> Response:
        record = self.record(listing_id)
        self.note_seen([record])
        data = plain_record(record)
        return self.with_etag(etag_of(data), data)

    @extend_schema(
        operation_id="replace_own_listing",
        summary=_("A listing sent anew"),
        description=_(
            "What you leave out becomes empty, but state, site and confirmation stay. Nothing is "
            "saved when nothing differs."
        ),
        tags=[TAG],
        parameters=[LISTING, IF_MATCH],
        request=shapes.ListingChange,
        examples=sent(examples.WRITTEN),
        responses=shapes.own_answers(shapes.OwnListing, writes=True, tagged=True),
    )
    def put(self, request: Request, listing_id: str) -> Response:
        return self.changed(listing_id, whole=True)

    @extend_schema(
        operation_id="change_own_listing",
        summary=_("A change of a listing"),
        description=_(
            "What you leave out stays. Quantities and audiences are changed one by one, and null "
            "takes one away; years and analyses are replaced as whole lists. To publish or take "
            "down, send state."
        ),
        tags=[TAG],
        parameters=[LISTING, IF_MATCH],
        request=shapes.ListingChange,
        examples=sent(examples.CHANGE),
        responses=shapes.own_answers(shapes.OwnListing, writes=True, tagged=True),
    )
    def patch(self, request: Request, listing_id: str) -> Response:
        return self.changed(listing_id, whole=False)

    def changed(self, listing_id: str, *, whole: bool) -> Response:
        """One after the other for a listing: the tag is compared with what nobody can change."""
        self.record(listing_id)
        given = self.body()
        with transaction.atomic():
            record = self.record(listing_id, locked=True)
            check_tag(self.request, record)
            change_listing(actor=self.person, record=record, given=given, whole=whole)
        return self.answered(self.record(listing_id))


class OwnBulk(AskedView):
    """Many listings in one transaction."""

    form = DryRunForm

    @extend_schema(
        operation_id="upsert_own_listings",
        summary=_("Many listings at once"),
        description=_(
            "Each is found by id, or else by own_reference and, where given, site; what is not "
            "found is created. What you leave out of a listing stays, as in a change. All are "
            "saved or none, every fault is told at once, and sending the same again changes "
            "nothing. No ETag is asked for, so that the last one to send counts: try with "
            "dry_run first. Your own data as a JSON file can be sent as it is."
        ),
        tags=[TAG],
        parameters=[COMPANY, DRY_RUN],
        request=shapes.BulkRequest,
        examples=sent(examples.BULK),
        responses=shapes.own_answers(shapes.BulkAnswer, writes=True, example=examples.BULK_ANSWER),
    )
    def post(self, request: Request, company_id: str) -> Response:
        company = self.company(company_id)
        dry_run = self.asked.get("dry_run") == "true"
        found = upsert(actor=self.person, company=company, given=self.body(), dry_run=dry_run)
        counts = Counter(one.result for one in found)
        return Response(
            {
                "dry_run": dry_run,
                **{name: counts[name] for name in (CREATED, CHANGED, UNCHANGED)},
                "results": [outcome(n, one, dry_run=dry_run) for n, one in enumerate(found)],
            }
        )


def outcome(number: int, one: Outcome, *, dry_run: bool) -> Plain:
    """A listing that was only tried has no id."""
    is_gone = dry_run and one.result == CREATED
    return {
        "index": number,
        "result": one.result,
        "id": None if is_gone else one.record_id,
        "own_reference": one.own_reference,
        "changed": one.changed,
    }
