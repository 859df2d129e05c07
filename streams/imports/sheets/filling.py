"""A company's own records as sheets: all that the register holds of them, but documents."""

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
    kinds = [kind for kind in Kind if records(company, kind).exists()] or [Kind.MATERIAL]
    keys = keys_of(company)
    columns = substance_columns(company)
    return [
        guide_sheet(kinds),
        *(kind_sheet(company, kind) for kind in kinds),
        sheet_of_years(year_rows(company, keys)),
        sheet_of_analyses(columns, analysis_rows(company, keys, columns)),
    ]


def kind_sheet(company: Company, kind: Kind) -> OutSheet:
    """The records of one kind."""
    names = list(company.sites.order_by("name", "pk").values_list("name", flat=True))
    return OutSheet(sheet_title(kind), heads_of(kind, names), record_rows(company, kind))


def records(company: Company, kind: Kind) -> QuerySet[Record]:
    return Record.objects.filter(site__company=company, kind=kind)


def keys_of(company: Company) -> dict[str, str]:
    """By what rows of other sheets name each record: its own reference where no other has it."""
    rows = Record.objects.filter(site__company=company).values_list("pk", "own_reference")
    references = [reference for _pk, reference in rows]
    once = {one for one in references if one and references.count(one) == 1}
    return {pk: reference if reference in once else pk for pk, reference in rows}


def record_rows(company: Company, kind: Kind) -> Iterator[OutRow]:
    columns = columns_of(kind)
    known = records(company, kind).select_related("material", "waste_code", "site")
    ordered = known.prefetch_related("quantities").order_by("title", "pk")
    for record in ordered.iterator(chunk_size=BATCH):
        yield [column.cell(column.value_of(record)) for column in columns]


def year_rows(company: Company, keys: dict[str, str]) -> Iterator[OutRow]:
    rows = YearlyFigure.objects.filter(record__site__company=company).select_related("record")
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


def substance_columns(company: Company) -> list[SubstanceColumn]:
    """Every substance of every analysis, in the order of the lists."""
    rows = Constituent.objects.filter(analysis__record__site__company=company)
    found = set(rows.values_list("substance", "unit", "is_trace"))
    order = {one.key: place for place, one in enumerate(substances())}
    return sorted(found, key=lambda one: (order.get(one[0], len(order)), one))


def analysis_rows(
    company: Company, keys: dict[str, str], columns: Sequence[SubstanceColumn]
) -> Iterator[OutRow]:
    """Those without any substance are left out: a row without one would take its analysis away."""
    rows = Analysis.objects.filter(record__site__company=company).select_related("record")
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
