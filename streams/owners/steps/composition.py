"""The analysis: rows of substance and share, pasted or typed, checked as a whole."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.chemistry.checks import Problem, check_composition
from streams.chemistry.composition import ConstituentValue
from streams.chemistry.formulas import FormulaError
from streams.chemistry.species import resolve
from streams.owners.fields import IntervalField
from streams.owners.pasting import PastedRow
from streams.owners.steps.analyses import (
    ABOUT,
    OTHERS,
    OtherForm,
    Others,
    initial_of,
    said_of_analysis,
)
from streams.owners.steps.base import Remark, Step
from streams.owners.steps.rows import (
    BLANK_ROWS,
    MOST_ROWS,
    PREFIX,
    Rewritten,
    rewritten_rows,
    with_rewritten,
    with_rows,
)
from streams.reference.queries import resolve_substance
from streams.reference.typical import typical_compositions
from streams.register.checks import analysis_problems
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft
from streams.register.models import Analysis, Constituent, Record
from streams.vocabulary import Basis


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
    rewritten: list[Rewritten]
    """Rows that say something else than was sent, as the page has to show them."""

    analysed_on = forms.DateField(
        label=_("Analysed"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        help_text=_("The date of the report. The newest analysis is the one that others see."),
    )
    method = forms.CharField(
        label=_("Method of analysis"), required=False, max_length=120, help_text=_("Such as XRF.")
    )
    basis = forms.ChoiceField(
        label=_("Shares are"),
        choices=Basis.choices,
        help_text=_("As the report says; usually of dry matter."),
    )
    is_typical = forms.BooleanField(
        label=_("Typical values from the literature, not an analysis of our own"), required=False
    )
    source = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
    is_copied = forms.BooleanField(
        label=_("Taken over from another listing, not confirmed for this one"),
        required=False,
        help_text=_(
            "Others are told so. Take the tick away once you know that it holds here, too."
        ),
    )

    def __init__(self, record: Record, data: QueryDict | None = None) -> None:
        self.known = list(record.analyses.all())
        self.rewritten = rewritten_rows(data) if data else []
        data = with_rewritten(data, self.rewritten) if data and self.rewritten else data
        super().__init__(record, data)
        self.rows = PartRows(data, prefix=PREFIX, initial=part_rows(self.known))
        kept = [initial_of(one, rows_as_typed(one)) for one in self.known[1:]]
        self.others = Others(data if data and f"{OTHERS}-TOTAL_FORMS" in data else None,
                             prefix=OTHERS, initial=kept)  # fmt: skip

    def prepare(self) -> None:
        if not self["is_copied"].value():
            del self.fields["is_copied"]

    def tables(self) -> list[Any]:
        """Without the other analyses where a page was sent that does not speak of them."""
        spoken = self.others.is_bound == self.is_bound
        return [*super().tables(), *([self.others] if spoken else [])]

    @classmethod
    def shown_of(cls, record: Record) -> dict[str, Any]:
        newest = next(iter(record.analyses.all()), None)
        if newest is None:
            return {"basis": Basis.DRY}
        return {name: getattr(newest, name) for name in ABOUT}

    @property
    def open_title(self) -> str:
        day = self["analysed_on"].value() or ""
        return said_of_analysis(
            day if isinstance(day, str) else day.isoformat(), self["method"].value() or ""
        )

    def listed(self) -> list[dict[str, Any]]:
        """The analyses beside the open one, for the list on the page."""
        return [
            {
                "number": number,
                "title": said_of_analysis(one.text("analysed_on"), one.text("method")),
                "count": len(one.pasted_rows()),
                "is_typical": one.text("is_typical"),
                "is_copied": one.text("is_copied"),
                "is_gone": one.is_gone,
            }
            for number, one in enumerate(self.others)
        ]

    def parts(self) -> list[ConstituentDraft]:
        return parts_of(self.rows)

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        for wrong in self.wrong_others():
            self.add_error(None, wrong)
        for problem in self.problems("error"):
            self.tell(problem)
        assert self.rows is not None
        return not self.errors and not any(row.errors for row in self.rows)

    def wrong_others(self) -> list[str]:
        """What to say about analyses that are not open and hold something that makes no sense."""
        text = gettext("The analysis “%s” holds something that must be put right. Open it.")
        return [
            text % said_of_analysis(one.text("analysed_on"), one.text("method"))
            for one in self.others
            if not one.is_gone and draft_of_other(one) is None
        ]

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

    def sound_values(self) -> list[ConstituentValue]:
        """The rows that make sense by themselves, whatever is wrong with the others or the sum."""
        found = [row.cleaned_data for row in self.rows or () if hasattr(row, "cleaned_data")]
        basis = getattr(self, "cleaned_data", {}).get("basis", Basis.DRY)
        return [
            ConstituentValue(row["substance"], row["share"], row["unit"] or "wt%", basis)
            for row in found
            if row.get("substance") and row.get("share") is not None
        ]

    def remarks(self) -> list[Remark]:
        found = [Remark(one.text, self.field_of(one)) for one in self.problems("note")]
        kept = [one for one in self.others if not one.is_gone]
        if kept and not self.cleaned_data["analysed_on"] and self.parts():
            text = gettext("Without a date it counts as older than the others.")
            found.append(Remark(text, "analysed_on"))
        return found

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
            is_copied=data.get("is_copied", False),
            source=kept_source(data["source"], is_typical=data["is_typical"]),
        )
        others = [draft_of_other(one) for one in self.others if not one.is_gone]
        kept = [one for one in others if one is not None and one.constituents]
        return RecordDraft(analyses=[own, *kept] if parts else kept)


def kept_source(source: str, *, is_typical: bool) -> str:
    """What is no longer called typical is no longer from the literature."""
    literature = {one.source for one in typical_compositions().values()}
    return source if is_typical or source not in literature else ""


def draft_of_other(other: OtherForm) -> AnalysisDraft | None:
    """An analysis that is not open, as it will be saved; None where something makes no sense."""
    typed = other.pasted_rows()
    data = with_rows(QueryDict(), typed)
    rows = PartRows(data, prefix=PREFIX)
    about = AboutForm({name: other.text(name) for name in ABOUT})
    if len(typed) > MOST_ROWS or not (rows.is_valid() and about.is_valid()):
        return None
    draft = AnalysisDraft(parts_of(rows), **about.cleaned_data)
    return None if analysis_problems(draft) else draft


class AboutForm(forms.Form):
    """What a page asks about an analysis, for one that is not open."""

    analysed_on = forms.DateField(required=False)
    method = forms.CharField(required=False, max_length=120)
    basis = forms.ChoiceField(choices=Basis.choices)
    source = forms.CharField(required=False, max_length=300)
    is_typical = forms.BooleanField(required=False)
    is_copied = forms.BooleanField(required=False)


def parts_of(rows: Any) -> list[ConstituentDraft]:
    found = [row.cleaned_data for row in rows if row.cleaned_data.get("substance")]
    return [
        ConstituentDraft(row["substance"], row["share"], row["unit"] or "wt%", row["trace"])
        for row in found
    ]


def is_about(row: Any, problem: Problem) -> bool:
    text = row.cleaned_data.get("substance", "")
    return bool(text) and problem.constituent in (text, name_of(text))


def name_of(text: str) -> str:
    return resolve(text).name


def rows_as_typed(analysis: Analysis) -> list[PastedRow]:
    """The rows of an analysis in the register as somebody would type them."""
    share = PartForm.base_fields["share"]
    return [
        PastedRow(row.substance, share.prepare_value(row.interval), row.unit,
                  "trace" if row.is_trace else "main")
        for row in analysis.constituents.all()
    ]  # fmt: skip


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
