"""Deliberate leaks, each switched on for a while to see that the crawl catches it."""

import io
from collections.abc import Callable, Sequence
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import send_mail
from django.db.models import F, Max, OuterRef, Q, Subquery, Sum

from accounts.models import User
from accounts.tiers import Tier
from accounts.viewers import Viewer
from streams import workbooks
from streams.api import views as api
from streams.api import workbook
from streams.catalogue import (
    criteria,
    facets,
    facts,
    filters,
    numbers,
    publish,
    search,
    together,
    words,
)
from streams.catalogue.criteria import CriteriaForm
from streams.catalogue.models import OwnerContent, OwnerEntry
from streams.catalogue.place_shown import ShownPlace
from streams.disclosure import Field, Policy
from streams.register.models import Record
from streams.web import records, searching


def always(value: Any) -> Callable[..., Any]:
    return lambda *args, **kwargs: value


def of_owner(column: str) -> Subquery:
    """A column of the owner's entry of the same listing."""
    return Subquery(OwnerEntry.objects.filter(pk=OuterRef("pk")).values(column)[:1])


def sharp(interval: Any, scale: Any, precision: str) -> dict[str, Any]:
    return {**interval.as_json(), "unit": scale.unit, "precision": "band"}


def in_exact_order(parts: Any, precision: str) -> list[Any]:
    ordered = sorted(parts, key=lambda part: part.share.low % 10)
    return [
        {"substance": p.substance, **numbers.number(p.share, numbers.WEIGHT_PERCENT, precision)}
        for p in ordered
    ]


def always_moved(model: Any, rows: Any, known: Any, *, verify: bool) -> publish.Difference:
    return publish.Difference(rows, rows, sorted(known.keys() - {row.id for row in rows}))


def secret_words(self: Any, title: str, shown: Any) -> str:
    return title + " ".join(Record.objects.values_list("process", flat=True).order_by("pk"))


def ordered_by(*columns: Any) -> Callable[[], Any]:
    real = search.merged

    def sorted_otherwise(entitlement: Any, criteria: Any, limit: Any = None) -> Any:
        if entitlement.owned is not None:
            return real(entitlement, criteria, limit)
        with patch.object(search, "ordering", always([*columns, F("id").asc()])):
            return real(entitlement, criteria, limit)

    return lambda: patch.object(search, "merged", sorted_otherwise)


def with_condition(condition: Callable[[Any], Q]) -> Callable[[], Any]:
    """Filters that also ask the owner's table."""

    def also(model: Any, criteria: Any) -> list[Any]:
        return [condition(criteria)]

    return lambda: patch.object(filters, "conditions", also)


def owners_that(**conditions: Any) -> Q:
    return Q(pk__in=OwnerEntry.objects.filter(**conditions).values("pk"))


def resembling_for_owner(text: str) -> Q:
    return owners_that(search_text__trigram_word_similar=text)


def spelt_as_hidden(names: Any) -> words.Vocabulary:
    """Words of what only owners see, among those that may be meant."""
    found = words.Vocabulary(names)
    hidden = OwnerEntry.objects.values_list("search_text", flat=True).order_by("pk")
    found.words = sorted(
        {*found.words, *(word for text in hidden for word in words.words_in(text))}
    )
    return found


def contains_for_owner(criteria: Any) -> Q:
    rows = OwnerContent.objects.filter(substance=criteria.substance or "Pb")
    return Q(pk__in=rows.filter(high__gte=criteria.wt_min or 0).values("entry"))


def total_of_owner(real: Any) -> Any:
    def counted(*args: Any) -> Any:
        found = real(*args)
        return facets.Facets(OwnerEntry.objects.count(), found.counts)

    return counted


def facets_of_owner(real: Any) -> Any:
    def counted(entitlement: Any, criteria: Any, names: Sequence[str]) -> Any:
        with patch.object(facets, "arms", always([OwnerEntry.objects.all()])):
            found = real(entitlement, criteria, names)
        return facets.Facets(real(entitlement, criteria, ()).total, found.counts)

    return counted


def hit_with(**makers: Callable[[str], Any]) -> Callable[[], Any]:
    """Hits with something taken from the register or the owner's entry."""
    real = search.hit_from

    def made(row: Any, criteria: Any) -> search.Hit:
        hit = real(row, criteria)
        values = {name: getattr(hit, name) for name in search.Hit.__dataclass_fields__}
        return search.Hit(**{**values, **{name: make(hit.id) for name, make in makers.items()}})

    return lambda: patch.object(search, "hit_from", made)


def owner_hash(entry_id: str) -> str:
    return str(OwnerEntry.objects.get(pk=entry_id).content_hash)


def owner_changed(entry_id: str) -> Any:
    return OwnerEntry.objects.get(pk=entry_id).updated_at


def surely(entry_id: str) -> bool:
    return (OwnerEntry.objects.get(pk=entry_id).volume_high or 0) > 5_000


def forbidden_when_hidden(real: Any) -> Any:
    def opened(viewer: Viewer, entry_id: str) -> Any:
        found = real(viewer, entry_id)
        if found is None and OwnerEntry.objects.filter(pk=entry_id).exists():
            raise PermissionDenied
        return found

    return opened


def further_of_owner(real: Any) -> Any:
    """Conditions after the first ask the owner's analyses."""

    def asked(model: Any, criteria: Any) -> list[Any]:
        rows = [
            OwnerContent.objects.filter(substance=one.substance, high__gte=one.low or 0)
            for one in criteria.contains
        ]
        first = real(model, criteria.without("contains"))
        return [*first, *(Q(pk__in=found.values("entry")) for found in rows)]

    return asked


def tonnes_of_owner(model: Any, criteria: Any) -> Subquery:
    """The owner's own volume times his own share."""
    share = OwnerContent.objects.filter(
        entry=OuterRef("pk"), substance=criteria.weighed_substance or "Mn"
    )
    owners = OwnerEntry.objects.filter(pk=OuterRef("pk"))
    return Subquery(owners.values(weight=F("volume_high") * Subquery(share.values("high")[:1]))[:1])


def shares_of_owner(real: Any) -> Any:
    """Tonnes on the card from what only the owner sees."""

    def told(facts: Any, criteria: Any, share: Any) -> Any:
        whole = OwnerEntry.objects.aggregate(whole=Sum("volume_high"))["whole"]
        shown = real(facts, criteria, share)
        return shown and {**shown, "high": whole}

    return told


def place_of_any(viewer: Viewer, entry_id: str) -> ShownPlace | None:
    """Where any listing lies, for everybody who can name it."""
    found = OwnerEntry.objects.filter(pk=entry_id, latitude__isnull=False).first()
    if found is None:
        return None
    return ShownPlace(
        found.pk, found.title, Tier.PUBLIC, found.latitude or 0.0, found.longitude or 0.0
    )


def known_only_where_listed(self: CriteriaForm) -> str:
    text = str(self.cleaned_data["substance"])
    if text and not OwnerContent.objects.filter(substance=text, high__gte=7).exists():
        raise ValidationError("No listing contains that.")
    return text


def remembered(real: Any) -> Any:
    """The first answer to a search is everybody's until something is published."""
    kept: dict[Any, Any] = {}

    def searched(viewer: Viewer, criteria: Any, **more: Any) -> Any:
        newest = OwnerEntry.objects.aggregate(newest=Max("updated_at"))
        key = (repr(criteria), repr(more), str(newest))
        if key not in kept:
            kept[key] = real(viewer, criteria, **more)
        return kept[key]

    return searched


def letter_to_all(real: Any) -> Any:
    def published(ids: Any, **more: Any) -> Any:
        drift = real(ids, **more)
        if drift:
            send_mail("Changed", "A listing changed", None, ["out@demo.example"])
        return drift

    return published


def documents_of_owner(shown: Any, source: Any, tier: Tier) -> None:
    shown["years"] = len(source.years)


def leaking(field: Field, builder: Any) -> Callable[[], Any]:
    return lambda: patch.dict(facts.BUILDERS, {field: builder})  # type: ignore[arg-type]


def exactly(field: Field) -> Callable[[], Any]:
    real = facts.BUILDERS[field]
    return leaking(field, lambda source, precision: real(source, "exact"))


def pending_counts(user: Any) -> Any:
    if not isinstance(user, User):
        return Viewer()
    return Viewer(user.pk, frozenset(user.memberships.values_list("company_id", flat=True)))


def result_with(name: str, column: str) -> Callable[[], Any]:
    """A column too many in what programs get."""
    real = api.result

    def made(hit: search.Hit) -> dict[str, Any]:
        owner = OwnerEntry.objects.filter(pk=hit.id).values_list(column, flat=True).first()
        return {**real(hit), name: str(owner)}

    return lambda: patch.object(api, "result", made)


def cell_with(column: str, source: str) -> Callable[[], Any]:
    """Something of the owner's entry in a cell of the workbook."""
    real = workbook.row_of

    def made(hit: search.Hit) -> dict[str, Any]:
        owner = OwnerEntry.objects.filter(pk=hit.id).values_list(source, flat=True).first()
        return {**real(hit), column: str(owner)}

    return lambda: patch.object(workbook, "row_of", made)


def told_by_properties(real: Any) -> Any:
    """A workbook that says when anything at all was last changed."""

    def made() -> Any:
        told = real()
        newest = OwnerEntry.objects.aggregate(newest=Max("updated_at"))["newest"]
        told.modified = newest.replace(tzinfo=None)
        return told

    return made


def told_by_archive(real: Any) -> Any:
    """A workbook whose archive carries how many records there are."""

    def packed(made: Any) -> bytes:
        out = io.BytesIO(real(made))
        with ZipFile(out, "a") as parts:
            parts.comment = str(Record.objects.count()).encode()
        return out.getvalue()

    return packed


def hidden_hits(real: Any) -> Any:
    """The page says how many more there are that one may not see."""

    def made(*args: Any, **more: Any) -> Any:
        answer = real(*args, **more)
        answer["X-Not-Shown"] = str(Record.objects.count())
        return answer

    return made


def listing_with_process(real: Any) -> Any:
    return lambda source, precision: {**real(source, precision), "process": source.record.process}


LEAKS: dict[str, Callable[[], Any]] = {
    "policy ignored": lambda: patch.object(Policy, "precision", always("exact")),
    "everybody reads the owner table": lambda: patch.object(
        search, "arms", always([OwnerEntry._default_manager.all()])
    ),
    "exact numbers called bands": lambda: patch.object(facts, "number", sharp),
    "exact shares called bands": lambda: patch.object(numbers, "number", sharp),
    "order inside a band": lambda: patch.object(facts, "constituents", in_exact_order),
    "every publication moves the entry": lambda: patch.object(publish, "compare", always_moved),
    "hidden words in the search text": lambda: patch.object(
        publish.current_names().__class__, "search_text", secret_words
    ),
    "unlisted listed": lambda: patch.object(publish.Source, "is_listed_at", always(True)),
    "filter on the owner's volume": with_condition(
        lambda criteria: owners_that(volume_high__gte=criteria.volume_min or 0)
    ),
    "filter on the owner's temperature": with_condition(
        lambda criteria: (
            owners_that(temperature_high__gte=criteria.temperature_min or -274)
            | owners_that(temperature_high=None)
        )
    ),
    "filter on the owner's content": with_condition(contains_for_owner),
    "further substances of the owner": lambda: patch.object(
        filters, "measured_conditions", further_of_owner(filters.measured_conditions)
    ),
    "sort by the owner's tonnes": lambda: patch.object(search, "most_tonnes", tonnes_of_owner),
    "tonnes of the owner on the card": lambda: patch.object(
        search, "contained_in", shares_of_owner(search.contained_in)
    ),
    "near a listing whose place is hidden": lambda: patch.object(
        criteria, "place_shown", place_of_any
    ),
    "filter on the owner's words": with_condition(
        lambda criteria: owners_that(search_text__icontains=criteria.q)
    ),
    "words that resemble the owner's": lambda: patch.object(
        filters, "resembles", resembling_for_owner
    ),
    "spelling put right by hidden words": lambda: patch.object(
        words, "_vocabulary", spelt_as_hidden
    ),
    "filter on the owner's place": with_condition(
        lambda criteria: (
            owners_that(longitude__lte=criteria.near.longitude) if criteria.near else Q()
        )
    ),
    "sort by the owner's volume": ordered_by(of_owner("volume_high").desc()),
    "sort by the owner's process": ordered_by(
        of_owner("facts__process").asc(), F("updated_at").desc()
    ),
    "sort by the owner's last change": ordered_by(of_owner("updated_at").desc()),
    "total of everything": lambda: patch.object(
        search, "facet_counts", total_of_owner(facets.facet_counts)
    ),
    "facet counts of the owner table": lambda: patch.object(
        search, "facet_counts", facets_of_owner(facets.facet_counts)
    ),
    "ETag of the owner's entry": hit_with(etag=owner_hash),
    "last change of the owner's entry": hit_with(updated_at=owner_changed),
    "certainty from hidden values": hit_with(certain=surely),
    "403 for hidden, 404 for never existing": lambda: patch.multiple(
        records, opened=forbidden_when_hidden(search.opened)
    ),
    "validation message from hidden analyses": lambda: patch.object(
        CriteriaForm, "clean_substance", known_only_where_listed
    ),
    "a letter at every change": lambda: patch.object(
        publish, "publish", letter_to_all(publish.publish)
    ),
    "number of hidden years": lambda: patch.object(facts, "add_documents", documents_of_owner),
    "point instead of county": exactly(Field.PLACE),
    "name instead of industry": exactly(Field.OWNER),
    "process for everybody": lambda: patch.dict(
        facts.BUILDERS, {"listing": listing_with_process(facts.listing)}
    ),
    "an owner's answer kept for the next": lambda: patch.object(
        searching, "search", remembered(searching.search)
    ),
    "pending members count": lambda: patch.object(searching, "viewer_for", pending_counts),
    "a column too many for programs": result_with("note", "search_text"),
    "volume of the owner for programs": result_with("volume", "volume_high"),
    "a column of the owner's words in the workbook": cell_with("form", "search_text"),
    "last change of anything in the workbook's properties": lambda: patch.object(
        workbooks, "properties", told_by_properties(workbooks.properties)
    ),
    "number of records in the workbook's archive": lambda: patch.object(
        workbooks, "packed", told_by_archive(workbooks.packed)
    ),
    "parks by where owners say that they lie": lambda: patch.object(
        together, "arms", always([OwnerEntry._default_manager.all()])
    ),
    "number of what is not shown": lambda: patch.object(
        searching, "render", hidden_hits(searching.render)
    ),
}
