"""A company's listings as one table: narrowed, ordered and shown a page at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from companies.models import Company
from exchange.audit.models import AccessLine
from exchange.paging import pages_of
from streams.catalogue.models import OwnerEntry
from streams.measures import MEASURES
from streams.owners.completeness import Completeness, completeness_of
from streams.owners.ended import ending_shown
from streams.register.models import Record, WorkingCopy
from streams.vocabulary import Kind, State
from streams.web.cards import volume
from streams.web.numbers import day_text, number_text

CONFIRM_AFTER_DAYS = 365
INTEREST_DAYS = 90
PAGE = 25
FEW = 8
"""Up to so many listings nobody needs to search among them."""
ATTENTION = "attention"
LEAVING = "leaving"
"""Whatever its state, a listing that is to be deleted stands by itself."""
INSTEAD = ("stock", "capacity", "temperature", "concentration")
"""What is told of a listing that has no yearly figure."""
STATES = (State.PUBLISHED, State.DRAFT, State.DISCONTINUED)
SHOWN_COLUMNS = (
    "id", "kind", "state", "title", "confirmed_on",
    "delete_at", "ended_reason", "ended_note", "ended_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interest:
    """How many companies have seen more than everyone sees lately, and when one last did."""

    companies: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One listing of the company: the register's state beside the owner's own entry."""

    record: Record
    entry: OwnerEntry
    complete: Completeness
    has_typed: bool
    interest: Interest | None

    @property
    def state(self) -> str:
        return LEAVING if self.record.delete_at is not None else self.record.state

    @property
    def is_old(self) -> bool:
        confirmed = self.record.confirmed_on
        if self.record.state != State.PUBLISHED:
            return False
        return confirmed is None or (localdate() - confirmed).days > CONFIRM_AFTER_DAYS

    @property
    def needs_attention(self) -> bool:
        return self.has_typed or self.is_old


def rows_of(company: Company, user_id: int) -> list[Row]:
    """Four queries, however many listings."""
    records = Record.objects.filter(site__company=company).order_by("title", "pk")
    listed = list(records.only(*SHOWN_COLUMNS))
    entries = OwnerEntry.objects.in_bulk([record.pk for record in listed])
    copies = WorkingCopy.objects.filter(author_id=user_id, record__site__company=company)
    typed = set(copies.values_list("record_id", flat=True))
    interest = interest_in(company)
    return [
        Row(
            record,
            entries[record.pk],
            completeness_of(Kind(record.kind), entries[record.pk].facts),
            record.pk in typed,
            interest.get(record.pk),
        )
        for record in listed
        if record.pk in entries
    ]


def interest_in(company: Company) -> dict[str, Interest]:
    """By listing; the cluster's own reading is no interest."""
    lately = AccessLine.objects.filter(
        owner_id=company.pk,
        ground=AccessLine.Ground.AGREEMENT,
        at__gt=timezone.now() - timedelta(days=INTEREST_DAYS),
    )
    counted = lately.values("record_id").annotate(
        companies=Count("company_code", distinct=True), last=Max("at")
    )
    return {row["record_id"]: Interest(row["companies"], row["last"]) for row in counted}


Key = Callable[[Row], Any]
ORDERINGS: Mapping[str, tuple[Key, bool]] = {
    "tittel": (lambda row: row.record.title.casefold(), False),
    "mengde": (lambda row: row.entry.volume_high or 0.0, True),
    "bekreftet": (lambda row: row.record.confirmed_on or date.min, False),
    "utfylt": (lambda row: row.complete.percent, False),
    "interesse": (lambda row: row.interest.companies if row.interest else 0, True),
}
"""By name in addresses: the key, and whether the largest comes first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the table is asked for; anything that makes no sense is left out."""

    state: str = ""
    kind: str = ""
    text: str = ""
    ordering: str = "tittel"

    @classmethod
    def from_query(cls, params: QueryDict) -> "Wanted":
        state, kind = params.get("tilstand", ""), params.get("type", "")
        ordering = params.get("rekkefolge", "")
        return cls(
            state if state in (*STATES, LEAVING, ATTENTION) else "",
            kind if kind in Kind.values else "",
            " ".join(params.get("q", "").replace("\0", " ").split())[:120],
            ordering if ordering in ORDERINGS else "tittel",
        )

    def fits(self, row: Row) -> bool:
        return (
            fits_state(row, self.state)
            and (not self.kind or row.record.kind == self.kind)
            and self.text.casefold() in row.record.title.casefold()
        )

    def address(self, **changes: str) -> str:
        """The same with something else, from the first page on."""
        names = {"state": "tilstand", "kind": "type", "text": "q", "ordering": "rekkefolge"}
        given = {name: changes.get(name, getattr(self, name)) for name in names}
        query = QueryDict(mutable=True)
        for name, value in given.items():
            if value and (name, value) != ("ordering", "tittel"):
                query[names[name]] = value
        return f"?{query.urlencode()}#listings" if query else "?#listings"


def fits_state(row: Row, state: str) -> bool:
    if state == ATTENTION:
        return row.needs_attention
    return not state or row.state == state


def table(rows: Sequence[Row], params: QueryDict) -> dict[str, Any]:
    """Context of owners/listing_table.html."""
    wanted = Wanted.from_query(params)
    key, is_downwards = ORDERINGS[wanted.ordering]
    found = sorted((row for row in rows if wanted.fits(row)), key=key, reverse=is_downwards)
    shown_page = Paginator(found, PAGE).get_page(params.get("page"))
    return {
        "rows": [shown(row) for row in shown_page.object_list],
        "pages": pages_of(shown_page, params),
        "is_paged": shown_page.paginator.num_pages > 1,
        "tabs": tabs(rows, wanted),
        "kinds": kinds(rows, wanted),
        "columns": columns(wanted),
        "orderings": orderings(wanted),
        "wanted": wanted,
        "can_search": len(rows) > FEW,
        "everything_url": Wanted().address(),
    }


def tabs(rows: Sequence[Row], wanted: Wanted) -> list[dict[str, Any]]:
    """By state, with how many; those without a listing are left out. components/tabs.html."""
    labels = {
        "": _("All"),
        ATTENTION: _("Needs attention"),
        **{state.value: str(state.label) for state in STATES},
        LEAVING: _("To be deleted"),
    }
    return [
        {
            "label": label,
            "url": wanted.address(state=state),
            "count": count,
            "current": state == wanted.state,
        }
        for state, label in labels.items()
        if (count := sum(fits_state(row, state) for row in rows)) or state in ("", wanted.state)
    ]


def kinds(rows: Sequence[Row], wanted: Wanted) -> list[dict[str, Any]]:
    """Context of components/switch.html, with how many of each; nothing where all are alike."""
    counts = {kind: sum(row.record.kind == kind for row in rows) for kind in Kind}
    there = [kind for kind in Kind if counts[kind]]
    if len(there) < 2 and not wanted.kind:
        return []
    choices = [
        {"label": _("All kinds"), "url": wanted.address(kind=""), "current": not wanted.kind}
    ]
    return choices + [
        {
            "label": f"{kind.label} ({counts[kind]})",
            "url": wanted.address(kind=kind.value),
            "current": wanted.kind == kind,
        }
        for kind in there
    ]


def labels_of_orderings() -> dict[str, str]:
    return {
        "tittel": _("Listing"),
        "mengde": _("Amount per year"),
        "bekreftet": _("Confirmed"),
        "utfylt": _("Filled in"),
        "interesse": _("Interest"),
    }


def columns(wanted: Wanted) -> list[dict[str, Any]]:
    """Heads that order the table."""
    return [
        {
            "label": label,
            "url": wanted.address(ordering=name),
            "numeric": name == "mengde",
            "sorted": ("descending" if ORDERINGS[name][1] else "ascending")
            if name == wanted.ordering
            else "",
        }
        for name, label in labels_of_orderings().items()
    ]


def orderings(wanted: Wanted) -> list[dict[str, Any]]:
    labels = {
        "tittel": _("Title"),
        "mengde": _("Largest amount first"),
        "bekreftet": _("Confirmed longest ago first"),
        "utfylt": _("Least filled in first"),
        "interesse": _("Most interest first"),
    }
    return [
        {"value": name, "label": label, "chosen": name == wanted.ordering}
        for name, label in labels.items()
    ]


def shown(row: Row) -> dict[str, Any]:
    record, complete = row.record, row.complete
    advice = reverse("edit_step", args=[record.pk, complete.slug]) if complete.slug else ""
    return {
        "title": record.title,
        "kind": record.kind,
        "kind_label": Kind(record.kind).label,
        "url": reverse("record", args=[record.pk]),
        "state_label": State(record.state).label,
        **ending_shown(record),
        **amount_shown(row.entry),
        "confirmed": str(record.confirmed_on.year) if record.confirmed_on else "",
        "old": row.is_old,
        "percent": str(complete.percent),
        "missing": complete.missing.label if complete.missing else "",
        "advice_url": advice,
        "interest": interest_text(row.interest),
        "interest_last": day_text(row.interest.last) if row.interest else "",
        "edit_url": reverse("edit_record", args=[record.pk]),
        "confirm_url": reverse("confirm_listing", args=[record.pk]) if row.is_old else "",
        "withdraw_url": reverse("withdraw", args=[record.pk]),
        "discard_url": reverse("discard", args=[record.pk]) if row.has_typed else "",
        "review_url": reverse("review", args=[record.pk]) if row.has_typed else "",
        "has_typed": row.has_typed,
        "is_published": record.state == State.PUBLISHED,
    }


def amount_shown(entry: OwnerEntry) -> dict[str, Any]:
    """The yearly figure; without one, another quantity, named since it is none of a year's."""
    yearly = volume(entry)
    if yearly:
        return {"amount": yearly["text"], "amount_note": ""}
    for key in INSTEAD:
        measure = MEASURES[key]
        fact = entry.facts.get(measure.field.value, {}).get(key)
        if fact:
            return {"amount": number_text(fact), "amount_note": measure.label}
    return {"amount": "", "amount_note": ""}


def interest_text(interest: Interest | None) -> str:
    if interest is None:
        return ""
    count = interest.companies
    return ngettext("%s company", "%s companies", count) % count


def in_state(rows: Iterable[Row], state: State) -> list[Row]:
    return [row for row in rows if row.state == state]
