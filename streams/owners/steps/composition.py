"""The analysis: rows of substance and share, pasted or typed, checked as a whole."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from streams.chemistry.checks import Problem, check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.formulas import FormulaError
from streams.chemistry.species import resolve
from streams.owners.fields import IntervalField
from streams.owners.pasting import PastedRow
from streams.owners.steps.base import Remark, Step, whole_number
from streams.reference.queries import resolve_substance
from streams.reference.typical import TypicalComposition
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft
from streams.register.models import Analysis, Constituent, Record
from streams.vocabulary import Basis

BLANK_ROWS = 3
MOST_ROWS = 120
PREFIX = "parts"


class PartForm(forms.Form):
    """One substance and its share; a row without either says nothing."""

    substance = forms.CharField(
        label=_("Substance"), required=False, max_length=40,
        widget=forms.TextInput({"list": "substances", "autocomplete": "off"}),
    )  # fmt: skip
    share = IntervalField("wt%", label=_("Share"))
    unit = forms.ChoiceField(
        label=_("Unit"), required=False, choices=Constituent.Unit.choices, initial="wt%"
    )
    trace = forms.TypedChoiceField(
        label=_("Counts as"),
        required=False,
        empty_value=None,
        coerce=lambda text: text == "trace",
        choices=[("", _("as usual")), ("main", _("main constituent")), ("trace", _("trace"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.data.get(self.add_prefix("unit")) == Constituent.Unit.MILLIGRAMS:
            share = self.fields["share"]
            assert isinstance(share, IntervalField)
            share.unit = Constituent.Unit.MILLIGRAMS

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        named, has_share = bool(data.get("substance")), data.get("share") is not None
        if named and not has_share and "share" not in self.errors:
            self.add_error("share", _("How much of it?"))
        if has_share and not named and "substance" not in self.errors:
            self.add_error("substance", _("Which substance is this?"))
        if named and has_share:
            self.check_substance(data["substance"])
        return data

    def check_substance(self, text: str) -> None:
        try:
            if resolve_substance(text) is None:
                self.add_error("substance", _("“%s” is no substance that we know.") % text)
        except FormulaError as error:
            self.add_error("substance", str(error))


PartRows = formset_factory(PartForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 20)


class CompositionStep(Step):
    slug = "sammensetning"
    title = _("Composition")
    lead = _("Ranges are as good as numbers: 8–12, <0,1 or 350 mg/kg.")
    template = "owners/step_composition.html"

    analysed_on = forms.DateField(
        label=_("Analysed"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    method = forms.CharField(
        label=_("Method of analysis"), required=False, max_length=120, help_text=_("Such as XRF.")
    )
    basis = forms.ChoiceField(label=_("Shares are"), choices=Basis.choices)
    is_typical = forms.BooleanField(
        label=_("Typical values from the literature, not an analysis of our own"), required=False
    )
    source = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    as_new = forms.BooleanField(
        label=_("Keep the analysis from before, and add this as a new one"), required=False
    )

    def __init__(self, record: Record, data: QueryDict | None = None) -> None:
        self.known = list(record.analyses.all())
        super().__init__(record, data)
        self.rows = PartRows(data, prefix=PREFIX, initial=part_rows(self.known))

    def prepare(self) -> None:
        if not self.known:
            del self.fields["as_new"]

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        newest = next(iter(record.analyses.all()), None)
        if newest is None:
            return {"basis": Basis.DRY}
        names = ("analysed_on", "method", "basis", "is_typical", "source")
        return {name: getattr(newest, name) for name in names}

    def parts(self) -> list[ConstituentDraft]:
        assert self.rows is not None
        found = [row.cleaned_data for row in self.rows if row.cleaned_data.get("substance")]
        return [
            ConstituentDraft(row["substance"], row["share"], row["unit"] or "wt%", row["trace"])
            for row in found
        ]

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        for problem in self.problems("error"):
            self.tell(problem)
        assert self.rows is not None
        return not self.errors and not any(row.errors for row in self.rows)

    def problems(self, severity: str) -> list[Problem]:
        found = check_composition(self.values())
        return [problem for problem in found if problem.severity == severity]

    def values(self) -> list[ConstituentValue]:
        basis = self.cleaned_data["basis"]
        return [ConstituentValue(p.substance, p.share, p.unit, basis) for p in self.parts()]

    def tell(self, problem: Problem) -> None:
        """At the row it is about, else on top."""
        for row in self.rows or ():
            if is_about(row, problem):
                row.add_error("share", problem.text)
                return
        self.add_error(None, problem.text)

    def remarks(self) -> list[Remark]:
        return [Remark(one.text, self.field_of(one)) for one in self.problems("note")]

    def field_of(self, problem: Problem) -> str:
        """The HTML name of the share that a problem is about, "" for the whole."""
        return next(
            (row["share"].html_name for row in self.rows or () if is_about(row, problem)), ""
        )

    def draft(self) -> RecordDraft:
        parts = self.parts()
        data = self.cleaned_data
        own = AnalysisDraft(
            parts,
            analysed_on=data["analysed_on"],
            method=data["method"],
            basis=data["basis"],
            is_typical=data["is_typical"],
            source=data["source"] if data["is_typical"] else "",
        )
        kept = self.known if data.get("as_new") else self.known[1:]
        others = [draft_of(analysis) for analysis in kept]
        return RecordDraft(analyses=[own, *others] if parts else others)


def is_about(row: Any, problem: Problem) -> bool:
    text = row.cleaned_data.get("substance", "")
    return bool(text) and problem.constituent in (text, name_of(text))


def name_of(text: str) -> str:
    return resolve(text).name


def draft_of(analysis: Analysis) -> AnalysisDraft:
    """An analysis that is there already, to be saved as it stands."""
    rows = [
        ConstituentDraft(row.substance, row.interval, row.unit, row.is_trace)
        for row in analysis.constituents.all()
    ]
    return AnalysisDraft(
        rows, analysis.analysed_on, analysis.method, analysis.basis, analysis.is_typical,
        analysis.source,
    )  # fmt: skip


def part_rows(known: Sequence[Analysis]) -> list[dict[str, Any]]:
    """The newest analysis's rows, and a few blank ones."""
    rows = list(known[0].constituents.all()) if known else []
    found: list[dict[str, Any]] = [
        {
            "substance": row.substance,
            "share": row.interval,
            "unit": row.unit,
            "trace": "trace" if row.is_trace else "main",
        }
        for row in rows
    ]
    return [*found, *({"unit": "wt%"} for _blank in range(BLANK_ROWS))]


def with_rows(data: QueryDict, rows: Iterable[PastedRow]) -> QueryDict:
    """What was typed, with rows added where the table has its first blank ones."""
    changed = data.copy()
    kept = [row for row in typed_rows(data) if row.substance or row.share]
    written = [*kept, *rows]
    for name in [name for name in changed if name.startswith(f"{PREFIX}-")]:
        del changed[name]
    changed[f"{PREFIX}-INITIAL_FORMS"] = "0"
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(min(len(written) + BLANK_ROWS, MOST_ROWS))
    for number, row in enumerate(written[:MOST_ROWS]):
        for name in ("substance", "share", "unit", "trace"):
            changed[f"{PREFIX}-{number}-{name}"] = getattr(row, name)
    return changed


def typed_rows(data: QueryDict) -> list[PastedRow]:
    numbers = range(whole_number(data.get(f"{PREFIX}-TOTAL_FORMS", ""), MOST_ROWS))
    return [
        PastedRow(
            *(
                data.get(f"{PREFIX}-{n}-{name}", "")
                for name in ("substance", "share", "unit", "trace")
            )
        )
        for n in numbers
    ]


def without_row(data: QueryDict, number: str) -> QueryDict:
    """The table without one of its rows."""
    changed = data.copy()
    changed[f"{PREFIX}-{number}-substance"] = changed[f"{PREFIX}-{number}-share"] = ""
    return with_rows(changed, ())


def typical_rows(typical: TypicalComposition) -> list[PastedRow]:
    return [
        PastedRow(part.substance, f"{part.low:g}–{part.high:g}", part.unit)
        for part in typical.constituents
    ]
