"""Analyses of made-up listings, within what the literature or the file says of the material."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from streams.imports.demo.files import Stream
from streams.imports.demo.varying import one_of, rounded, share, whole
from streams.quantities.intervals import Interval
from streams.reference.typical import typical_compositions
from streams.register.drafts import AnalysisDraft, ConstituentDraft
from streams.vocabulary import Basis

PERCENT, MILLIGRAMS = "wt%", "mg/kg"
INVENTED = "Oppdiktet til demonstrasjon"
METHODS = ("XRF", "XRF og ICP-OES", "ICP-MS etter oppslutning", "Våtkjemisk analyse")
MOST_IN_ALL = 98.0
"""Main constituents of one sample add up to no more than this, in wt%."""
DOUBT = 0.03
"""What a laboratory's result may be off, as a share of it."""
TYPICAL_ONLY, TWICE = 0.25, 0.45
"""A quarter of what the literature knows has no analysis of its own, a fifth has two."""


class Range(NamedTuple):
    """What a constituent may be, in its unit."""

    substance: str
    low: float
    high: float
    unit: str


def analyses_of(stream: Stream, reference: str) -> list[AnalysisDraft]:
    """None where nothing is known, else a typical composition, or one or two analyses."""
    ranges = list(ranges_of(stream))
    if not ranges:
        return []
    chance = share(reference, "analysis")
    if chance < TYPICAL_ONLY and is_from_literature(stream):
        return [typical(stream, ranges)]
    return [
        analysed(stream, ranges, year, reference)
        for year in ([2022, 2024] if chance < TWICE else [2023])
    ]


def is_from_literature(stream: Stream) -> bool:
    return "parts" not in stream and "traces" not in stream


def ranges_of(stream: Stream) -> Iterator[Range]:
    """From the file where it has parts, else from the literature with the file's traces."""
    own = stream.get("traces", {})
    for substance, (low, high) in stream.get("parts", {}).items():
        yield Range(substance, low, high, PERCENT)
    known = typical_compositions().get(stream.get("like", stream["material"]))
    if known and "parts" not in stream:
        yield from (Range(*row) for row in known.constituents if row.substance not in own)
    for substance, (low, high) in own.items():
        yield Range(substance, low, high, MILLIGRAMS)


def typical(stream: Stream, ranges: Sequence[Range]) -> AnalysisDraft:
    """The literature's ranges as they stand, with their source."""
    source = typical_compositions()[stream.get("like", stream["material"])].source
    return AnalysisDraft(
        [constituent(row, Interval(row.low, row.high)) for row in ranges],
        is_typical=True,
        source=source,
    )


def analysed(stream: Stream, ranges: Sequence[Range], year: int, reference: str) -> AnalysisDraft:
    """One sample: a value in each range with the laboratory's doubt."""
    wet = stream.get("form") in {"liquid", "solution"}
    middles = middles_of(ranges, f"{reference}/{year}")
    return AnalysisDraft(
        [
            constituent(row, doubtful(row, middle))
            for row, middle in zip(ranges, middles, strict=True)
        ],
        analysed_on=date(year, 1 + whole(12, reference, "month"), 1 + whole(28, reference, "day")),
        method=one_of(METHODS, reference, "method"),
        basis=Basis.WET if wet else Basis.DRY,
        source=INVENTED,
    )


def middles_of(ranges: Sequence[Range], seed: str) -> list[float]:
    """A value in each range, nearer to the low ends where the sum would be too much."""
    chosen = [row.low + (row.high - row.low) * share(seed, row.substance) for row in ranges]
    least = sum(row.low for row in ranges if row.unit == PERCENT)
    total = sum(value for value, row in zip(chosen, ranges, strict=True) if row.unit == PERCENT)
    if total <= MOST_IN_ALL:
        return chosen
    kept = max(0.0, (MOST_IN_ALL - least) / (total - least))
    return [row.low + (value - row.low) * kept for value, row in zip(chosen, ranges, strict=True)]


def doubtful(row: Range, middle: float) -> Interval:
    low, high = rounded(middle * (1 - DOUBT)), rounded(middle * (1 + DOUBT))
    return Interval(max(low, row.low), max(min(high, row.high), row.low))


def constituent(row: Range, value: Interval) -> ConstituentDraft:
    return ConstituentDraft(row.substance, value, row.unit, is_trace=row.unit == MILLIGRAMS)
