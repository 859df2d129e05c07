"""A company's own records as sheets, all or one: what the register holds of them but documents."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from companies.models import Company
from streams.imports.sheets.guide import guide_sheet
from streams.imports.sheets.numbers import neutral_text
from streams.imports.sheets.outgoing import (
    OutRow,
    OutSheet,
    SubstanceColumn,
    heads_of,
    sheet_of_analyses,
    sheet_of_years,
    sheet_title,
)
from streams.imports.sheets.records import columns_of
from streams.imports.sheets.words import unit_in_words, yes_no
from streams.measures import YEARLY
from streams.reference.queries import substances
from streams.register.models import Analysis, Constituent, Record, YearlyFigure
from streams.vocabulary import Basis, Kind, Method

BATCH = 500


def own_sheets(company: Company) -> list[OutSheet]:
    """A sheet for each kind there is, then years and analyses; rows are read as they are asked for.

    Without any record, the sheets of side-streams without rows.
    """
    records = records_of(company)
    kinds = [kind for kind in Kind if records.filter(kind=kind).exists()] or [Kind.MATERIAL]
    return sheets_of(company, records, kinds)


def listing_sheets(record: Record) -> list[OutSheet]:
    """The same of one listing, to be kept or read in again."""
    company = record.site.company
    return sheets_of(company, records_of(company).filter(pk=record.pk), [Kind(record.kind)])


def sheets_of(company: Company, records: QuerySet[Record], kinds: Sequence[Kind]) -> list[OutSheet]:
    """A guide, these records of a company kind by kind, and their years and analyses."""
    keys = keys_of(company)
    columns = substance_columns(records)
    return [
        guide_sheet(kinds),
        *(sheet_of_kind(company, records, kind) for kind in kinds),
        sheet_of_years(year_rows(records, keys)),
        sheet_of_analyses(columns, analysis_rows(records, keys, columns)),
    ]


def kind_sheet(company: Company, kind: Kind) -> OutSheet:
    """All records of one kind."""
    return sheet_of_kind(company, records_of(company), kind)


def sheet_of_kind(company: Company, records: QuerySet[Record], kind: Kind) -> OutSheet:
    names = list(company.sites.order_by("name", "pk").values_list("name", flat=True))
    return OutSheet(sheet_title(kind), heads_of(kind, names), record_rows(records, kind))


def records_of(company: Company) -> QuerySet[Record]:
    return Record.objects.filter(site__company=company)


def keys_of(company: Company) -> dict[str, str]:
    """By what rows of other sheets name each record: its own reference where no other has it."""
    rows = records_of(company).values_list("pk", "own_reference")
    references = [reference for _pk, reference in rows]
    once = {one for one in references if one and references.count(one) == 1}
    return {pk: reference if reference in once else pk for pk, reference in rows}


def record_rows(records: QuerySet[Record], kind: Kind) -> Iterator[OutRow]:
    columns = columns_of(kind)
    known = records.filter(kind=kind).select_related("material", "waste_code", "site")
    ordered = known.prefetch_related("quantities").order_by("title", "pk")
    for record in ordered.iterator(chunk_size=BATCH):
        yield [column.cell(column.value_of(record)) for column in columns]


def year_rows(records: QuerySet[Record], keys: dict[str, str]) -> Iterator[OutRow]:
    rows = YearlyFigure.objects.filter(record__in=records).select_related("record")
    for row in rows.order_by("record__title", "record_id", "year").iterator(chunk_size=BATCH):
        yield [
            keys[row.record_id],
            row.record.title,
            row.year,
            neutral_text(row.interval),
            unit_in_words(YEARLY[Kind(row.record.kind)][1].unit),
            str(Method(row.method).label),
            row.determined_on,
        ]


def substance_columns(records: QuerySet[Record]) -> list[SubstanceColumn]:
    """Every substance of every analysis, in the order of the lists."""
    rows = Constituent.objects.filter(analysis__record__in=records)
    found = set(rows.values_list("substance", "unit", "is_trace"))
    order = {one.key: place for place, one in enumerate(substances())}
    return sorted(found, key=lambda one: (order.get(one[0], len(order)), one))


def analysis_rows(
    records: QuerySet[Record], keys: dict[str, str], columns: Sequence[SubstanceColumn]
) -> Iterator[OutRow]:
    """Those without any substance are left out: a row without one would take its analysis away."""
    rows = Analysis.objects.filter(record__in=records).select_related("record")
    ordered = rows.prefetch_related("constituents").order_by(
        "record__title", "record_id", "-analysed_on", "pk"
    )
    for analysis in ordered.iterator(chunk_size=BATCH):
        shares = {
            (part.substance, part.unit, part.is_trace): part.interval
            for part in analysis.constituents.all()
        }
        if shares:
            yield [
                *named_cells(analysis, keys),
                *(neutral_text(shares[one]) if one in shares else None for one in columns),
            ]


def named_cells(analysis: Analysis, keys: dict[str, str]) -> OutRow:
    words = dict(yes_no())
    return [
        keys[analysis.record_id],
        analysis.record.title,
        analysis.analysed_on,
        analysis.method or None,
        str(Basis(analysis.basis).label),
        words[True] if analysis.is_typical else None,
        words[True] if analysis.is_copied else None,
        analysis.source or None,
    ]
