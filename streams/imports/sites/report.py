"""What loading a file did, row by row: for printing and as a table."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from streams.imports.sites.plants import Note

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
COLUMNS = ("row", "site_id", "site", "outcome", "flagged", "notes")


class Outcome(models.TextChoices):
    """What became of a row."""

    CREATED = "created", _("created")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    MERGED = "merged", _("merged")
    REFUSED = "refused", _("refused")


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row of the file. Row 1 holds the column names."""

    row: int
    site_id: str
    site: str
    outcome: Outcome
    notes: Sequence[Note] = ()

    @property
    def is_flagged(self) -> bool:
        return self.outcome != Outcome.REFUSED and any(note.is_flag for note in self.notes)


@dataclass(frozen=True, slots=True)
class Report:
    """Every row in the order of the file."""

    rows: Sequence[RowReport]

    @property
    def refused(self) -> int:
        return sum(row.outcome == Outcome.REFUSED for row in self.rows)

    def counts(self) -> dict[str, int]:
        """Rows by outcome, each row once; and how many of them are flagged."""
        found = Counter(row.outcome for row in self.rows)
        flagged = sum(row.is_flagged for row in self.rows)
        return {**{outcome.value: found[outcome] for outcome in Outcome}, "flagged": flagged}


def printed(report: Report) -> Iterator[str]:
    """A line for each row, its notes below it, and the sums at the end."""
    for row in report.rows:
        heading = gettext("row %(row)s: %(outcome)s") % {
            "row": row.row,
            "outcome": row.outcome.label,
        }
        yield f"{heading}  {row.site_id}  {row.site}".rstrip()
        flag = "" if row.outcome == Outcome.REFUSED else gettext("flagged")
        for note in row.notes:
            yield f"    {flag + ': ' if flag and note.is_flag else ''}{note}"
    labels = {**dict(Outcome.choices), "flagged": gettext("flagged")}
    counts = report.counts().items()
    yield "; ".join(f"{labels[outcome]}: {number}" for outcome, number in counts)


def write_table(report: Report, path: Path) -> None:
    """As CSV with a byte order mark, so that spreadsheets read æøå. Raises OSError."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in report.rows:
        notes = "; ".join(str(note) for note in row.notes)
        flagged = "yes" if row.is_flagged else "no"
        texts = (_harmless(text) for text in (row.site_id, row.site))
        writer.writerow([row.row, *texts, row.outcome.value, flagged, _harmless(notes)])
    path.write_text(out.getvalue(), encoding="utf-8-sig", newline="")


def _harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(FORMULA_STARTS) else text
