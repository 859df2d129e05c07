"""Plans what is publicly known of real organisations, each fact with its source.

An organisation whose number we could not confirm is not registered: its facts lie at a site that
bears its name, of a collection that says it is no company.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from accounts.tiers import Tier
from streams.disclosure import Field
from streams.imports.demo.files import Stream, content_of
from streams.imports.demo.invented import PLAIN_FIELDS, made_up_number
from streams.imports.demo.planned import PlannedCompany, PlannedRecord, PlannedSite
from streams.imports.demo.varying import interval_of
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.vocabulary import Kind, Method, State

COLLECTION = "collection"


def public_companies() -> list[PlannedCompany]:
    """The organisations that have a number, then the collection of the others' facts."""
    written = content_of("public.yaml")
    sources, everybody = written["sources"], written["organisations"]
    numbered = [one for one in everybody if "number" in one]
    others = [one for one in everybody if "number" not in one]
    return [
        *(organisation(one, sources) for one in numbered),
        PlannedCompany(
            key=COLLECTION,
            name=written["collection"]["name"],
            number=made_up_number(COLLECTION),
            sites=[site for one in others for site in sites_of(one)],
            records=[record for one in others for record in records_of(one, sources)],
        ),
    ]


def organisation(written: Mapping[str, Any], sources: Mapping[str, str]) -> PlannedCompany:
    return PlannedCompany(
        key=written["key"],
        name=written["name"],
        number=written["number"],
        industry=written.get("industry", ""),
        park=written.get("park", ""),
        is_synthetic=False,
        sites=list(sites_of(written)),
        records=list(records_of(written, sources)),
    )


def sites_of(written: Mapping[str, Any]) -> Iterator[PlannedSite]:
    for site in written["sites"]:
        known = {name: value for name, value in site.items() if name != "key"}
        yield PlannedSite(
            f"{written['key']}-{site['key']}", {**known, "park": written.get("park", "")}
        )


def records_of(written: Mapping[str, Any], sources: Mapping[str, str]) -> Iterator[PlannedRecord]:
    for stream in written["records"]:
        yield PlannedRecord(
            reference=f"{written['key']}/{stream['key']}",
            site=f"{written['key']}-{stream['site']}",
            kind=Kind(stream.get("kind", "material")),
            draft=public_draft(stream, f"{written['key']}/{stream['key']}", sources),
        )


def public_draft(stream: Stream, reference: str, sources: Mapping[str, str]) -> RecordDraft:
    """Only what the source says; all else is left unknown."""
    source = sources[stream["source"]]
    return RecordDraft(
        values={
            **{name: stream[name] for name in PLAIN_FIELDS if name in stream},
            "state": State.PUBLISHED,
            "own_reference": reference,
            "source": source,
        },
        quantities={key: interval_of(of) for key, of in stream.get("quantities", {}).items()},
        years=[
            YearDraft(year, interval_of(amount), stream.get("method", Method.ESTIMATED))
            for year, amount in stream.get("years", {}).items()
        ],
        analyses=list(public_analyses(stream, source)),
        policy=open_policy(),
    )


def open_policy() -> dict[str, dict[str, int]]:
    """Everybody sees all of it, and where it is from: it stands in a published source."""
    return {field.value: {"exact": Tier.PUBLIC, "coarse": Tier.PUBLIC} for field in Field}


def public_analyses(stream: Stream, source: str) -> Iterator[AnalysisDraft]:
    parts = [
        ConstituentDraft(substance, interval_of(found), is_trace=False)
        for substance, found in stream.get("analyses", {}).items()
    ]
    if parts:
        yield AnalysisDraft(parts, is_typical=True, source=source)
