"""Asks every address of the exchange as one viewer and keeps the answers, byte for byte.

Reads the URL configuration: a route without a recipe here fails the build.
"""

import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zipfile import ZipFile

from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User
from exchange.notices.models import Letter
from streams.api.reference import LISTS, route_name

TOKEN = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"'
    rb'|(?<=, )&quot;[\w-]{12}&quot;\](?=">)'
)
"""CSRF tokens, and the random name that an owner's page gives to this opening of it."""
OWN_DATES = ("Date", "Expires")
"""Headers that say when the answer itself was made."""
CSRF_TAG = re.compile(r'~[0-9a-f]{8}(?="$)')
"""The part of a page's ETag that names the reader's own CSRF secret."""
SEARCHES = (
    "", "q=secret", "q=furnace", "q=listing", "q=Hemmelig", "kind=material", "kind=heat",
    "substance=MnO", "substance=MnO&wt_min=6.2", "substance=Mn&wt_max=4.9", "substance=Pb",
    "substance=Pb&wt_min=0.002", "crm=manganese", "volume_min=4000", "volume_min=5000",
    "volume_max=2000", "temperature_min=145", "county=42", "municipality=4227", "industry=24",
    "near=58.29,6.96&radius_km=1", "near=58.2,6.9&radius_km=15", "near=60,10&ordering=distance",
    "hazardous=true", "waste_code=10", "form=slag", "ordering=volume", "ordering=title",
    "ordering=date", "ordering=relevance&q=listing", "page_size=1&page=2", "volume_min=x",
    "contains=Mn:4.9-&contains=SiO2:-43", "substance=MnO&contains=Pb:0.002-", "contains=Mn:x",
    "substance=MnO&ordering=tonnes", "crm=manganese&ordering=tonnes", "near_listing=neverwasthere",
    "owner__name=x", "kind=unknown", "material=hidden", "q=Hemelig", "q=%22furnace%22+-slag",
)  # fmt: skip
Address = str | tuple[str, Mapping[str, str]]
"""An address, with headers where the answer depends on some."""
NEVER = "neverwasthere"
PAGES = ("hva", "mengde", "sammensetning", "varmen", "deponiet", "dokumenter", "finnes-ikke")
"""Pages of owners' forms, by the names in their addresses."""
OTHER_VIEWS = 6
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a crawl asks about: listings by id, documents as (listing, document), searches,
    companies, requests to join them, members and invitations by their public ids, spreadsheets
    that were sent as (company, spreadsheet), moments in the history of listings in microseconds
    since 1970, saves by name, requests for contact and their files as (request, message),
    requests for access, and industrial parks as their addresses have them."""

    ids: Sequence[str]
    queries: Sequence[str] = SEARCHES
    documents: Sequence[tuple[str, str]] = ()
    companies: Sequence[str] = ()
    requests: Sequence[str] = ()
    members: Sequence[str] = ()
    invitations: Sequence[str] = ()
    sheets: Sequence[tuple[str, str]] = ()
    moments: Sequence[int] = ()
    saves: Sequence[str] = ()
    contacts: Sequence[str] = ()
    contact_files: Sequence[tuple[str, str]] = ()
    accesses: Sequence[str] = ()
    parks: Sequence[str] = ()


Recipe = Callable[[Asked], Iterator[Address]]


def once(*addresses: str) -> Recipe:
    return lambda asked: iter(addresses)


def searches(address: str) -> Recipe:
    return lambda asked: (f"{address}?{query}" for query in [*asked.queries, *near_each(asked)])


def near_each(asked: Asked) -> Iterator[str]:
    """Searches around every listing, whoever may know where it is."""
    for entry in (*asked.ids, NEVER):
        yield f"near_listing={entry}&radius_km=30&ordering=distance"


def third_of_searches(address: str, first: int) -> Recipe:
    """Every third search: what several routes read the same way they share among them."""
    return lambda asked: (
        f"{address}?{query}" for query in [*asked.queries, *near_each(asked)][first::3]
    )


def each(*patterns: str) -> Recipe:
    return lambda asked: (
        pattern.format(entry) for entry in (*asked.ids, NEVER) for pattern in patterns
    )


def each_in_turn(*patterns: str) -> Recipe:
    """Pages that only owners open: each asks for every third listing, and all listings are asked
    for by some of them, as they are all opened by the same loader."""
    first = zlib.crc32(patterns[0].encode()) % 3
    return lambda asked: (
        pattern.format(entry)
        for turn, pattern in enumerate(patterns)
        for entry in (*asked.ids[(first + turn) % 3 :: 3], NEVER)
    )


def each_company(pattern: str) -> Recipe:
    return lambda asked: (pattern.format(company) for company in (*asked.companies, NEVER))


def pages_of_hits(asked: Asked) -> Iterator[Address]:
    """Every search as a page, a few in the other views and as the part that htmx asks for."""
    yield from searches("/sok/")(asked)
    for query in asked.queries[:OTHER_VIEWS]:
        yield f"/sok/?{query}&view=table"
        yield f"/sok/?{query}&view=map"
        yield f"/sok/?{query}", {"HX-Request": "true"}
    yield f"/sok/?v={'&v='.join(asked.ids)}"


def each_document(asked: Asked) -> Iterator[Address]:
    """Documents where they lie, where they do not, and ones that never were."""
    for entry, document in (*asked.documents, *((entry, NEVER) for entry in asked.ids)):
        yield f"/oppforing/{entry}/dokument/{document}/"
        yield f"/oppforing/{NEVER}/dokument/{document}/"


def each_own_document(do: str) -> Recipe:
    """What only owners do with a document, at its own listing and at one that never was."""
    return lambda asked: (
        f"/oppforing/{entry}/dokumenter/{document}/{do}/"
        for entry, document in (*asked.documents, *((entry, NEVER) for entry in asked.ids[:1]))
    )


def each_document_of_programs(asked: Asked) -> Iterator[Address]:
    """As owners' programs ask for them."""
    for entry, document in (*asked.documents, *((entry, NEVER) for entry in asked.ids)):
        yield f"/api/v1/own/listings/{entry}/documents/{document}/"


def each_request(pattern: str) -> Recipe:
    return lambda asked: (pattern.format(one) for one in (*asked.requests, NEVER))


def each_member(pattern: str) -> Recipe:
    return lambda asked: (
        pattern.format(company, member)
        for company in (*asked.companies[:1], NEVER)
        for member in (*asked.members, NEVER)
    )


def each_invitation(pattern: str) -> Recipe:
    return lambda asked: (
        pattern.format(company, invitation)
        for company in (*asked.companies[:1], NEVER)
        for invitation in (*asked.invitations, NEVER)
    )


def each_of_invitations(pattern: str) -> Recipe:
    return lambda asked: (pattern.format(one) for one in (*asked.invitations, NEVER))


def each_sheet(*endings: str) -> Recipe:
    """Spreadsheets where they lie, and one that never was."""
    return lambda asked: (
        f"/bedrift/{company}/regneark/fil/{sheet}/{ending}"
        for company, sheet in (*asked.sheets, *((one, NEVER) for one in asked.companies[:1]),
                               (NEVER, NEVER))
        for ending in endings
    )  # fmt: skip


def each_moment(asked: Asked) -> Iterator[Address]:
    """What was shown of every listing at every moment at which something of it changed."""
    for entry in (*asked.ids[::3], NEVER):
        for moment in (*asked.moments, 0):
            yield f"/oppforing/{entry}/historikk/vist/{moment}/?som=oss"


def each_save(asked: Asked) -> Iterator[Address]:
    for entry in (*asked.ids[1::3], NEVER):
        for save in (*asked.saves, NEVER):
            yield f"/oppforing/{entry}/historikk/{save}/angre/"


def each_contact(asked: Asked) -> Iterator[Address]:
    return (f"/henvendelser/{one}/" for one in (*asked.contacts, NEVER))


def each_contact_file(asked: Asked) -> Iterator[Address]:
    """Files where they lie, at another request, and ones that never were."""
    for contact, message in (*asked.contact_files, *((one, NEVER) for one in asked.contacts)):
        yield f"/henvendelser/{contact}/fil/{message}/"
        yield f"/henvendelser/{NEVER}/fil/{message}/"


def each_access(pattern: str) -> Recipe:
    return lambda asked: (pattern.format(one) for one in (*asked.accesses, NEVER))


def beside_one_another(address: str) -> Recipe:
    """Each listing beside the next and one that never was; then as many as fit."""

    def asking(asked: Asked) -> Iterator[Address]:
        ids = [*asked.ids, NEVER]
        for pair in zip(ids, ids[1:], strict=False):
            yield f"{address}?v={'&v='.join(pair)}"
        yield f"{address}?kun=ulike&sok=q%3Dslag&v={'&v='.join(asked.ids)}"

    return asking


def each_park(ending: str) -> Recipe:
    return lambda asked: (f"/industripark/{park}/{ending}" for park in (*asked.parks, NEVER))


RECIPES: dict[str, Recipe] = {
    "healthz": once("/healthz"),
    "front": once("/"),
    "about": once("/om/"),
    "privacy": once("/personvern/"),
    "accessibility": once("/tilgjengelighet/"),
    "contact": once("/kontakt/"),
    "search": pages_of_hits,
    "map_points": third_of_searches("/sok/kart.geojson", 0),
    "record": each("/oppforing/{}/", "/oppforing/{}/?som=alle", "/oppforing/{}/?som=oss"),
    "record_point": each("/oppforing/{}/kart.geojson"),
    "document": each_document,
    "compare": beside_one_another("/sammenlign/"),
    "compare_csv": beside_one_another("/sammenlign/sammenligning.csv"),
    "compare_xlsx": beside_one_another("/sammenlign/sammenligning.xlsx"),
    "site_listings": each("/oppforing/{}/sted/"),
    "site_points": each("/oppforing/{}/sted/kart.geojson"),
    "parks": once("/industripark/"),
    "park": each_park(""),
    "park_points": each_park("kart.geojson"),
    "dashboard": once("/bedrift/"),
    "company_page": each_company("/bedrift/{}/"),
    "new_listing": each_company("/bedrift/{}/ny/"),
    "new_listing_of": each_company("/bedrift/{}/ny/material/"),
    "company_settings": each_company("/bedrift/{}/valg/"),
    "new_site": each_company("/bedrift/{}/anlegg/"),
    "edit_site": each_company("/bedrift/{}/anlegg/neverwasthere/"),
    "views_log": each_company("/bedrift/{}/innsyn/"),
    "views_log_file": each_company("/bedrift/{}/innsyn.csv"),
    "unusual_seen": each_company("/bedrift/{}/innsyn/neverwasthere/sett/"),
    "sheets": each_company("/bedrift/{}/regneark/"),
    "sheet_template": each_company("/bedrift/{}/regneark/mal/heat.xlsx"),
    "sheet_everything_xlsx": each_company("/bedrift/{}/regneark/oppforinger.xlsx"),
    "sheet_everything_csv": each_company("/bedrift/{}/regneark/oppforinger.zip"),
    "sheet_kind_csv": each_company("/bedrift/{}/regneark/alle/material.csv"),
    "sheet_upload": each_sheet("", "?page=2"),
    "sheet_confirm": each_sheet("bekreft/"),
    "sheet_retry": each_sheet("igjen/"),
    "sheet_discard": each_sheet("forkast/"),
    "sheet_problems": each_sheet("feil.xlsx"),
    "edit_record": each_in_turn("/oppforing/{}/endre/"),
    "edit_step": each_in_turn(*(f"/oppforing/{{}}/endre/{slug}/" for slug in PAGES)),
    "document_add": each_in_turn("/oppforing/{}/dokumenter/ny/"),
    "document_change": each_own_document("endre"),
    "document_remove": each_own_document("fjern"),
    "review": each_in_turn("/oppforing/{}/se-over/", "/oppforing/{}/se-over/?som=oss"),
    "merge": each_in_turn("/oppforing/{}/samle/"),
    "discard": each_in_turn("/oppforing/{}/forkast/"),
    "withdraw": each_in_turn("/oppforing/{}/ta-ned/"),
    "confirm_listing": each_in_turn("/oppforing/{}/bekreft/"),
    "discontinue": each_in_turn("/oppforing/{}/avslutt/"),
    "resume_listing": each_in_turn("/oppforing/{}/ta-opp/"),
    "listing_sheet": each_in_turn("/oppforing/{}/oppforing.xlsx"),
    "delete_listing": each_in_turn("/oppforing/{}/slett/"),
    "keep_listing": each_in_turn("/oppforing/{}/behold/"),
    "history": each_in_turn("/oppforing/{}/historikk/", "/oppforing/{}/historikk/?page=2"),
    "past_states": each_in_turn("/oppforing/{}/historikk/vist/"),
    "past_state": each_moment,
    "undo_save": each_save,
    "ask_contact": each("/oppforing/{}/kontakt/"),
    "contact_requests": once(
        *(f"/henvendelser/?vis={one}" for one in ("spurt", "mottatt", "alle"))
    ),
    "contact_request": each_contact,
    "contact_file": each_contact_file,
    "ask_access": each("/oppforing/{}/innsyn/"),
    "access_requests": once("/innsyn/", "/innsyn/?vis=vare"),
    "access_request": each_access("/innsyn/{}/"),
    "access_agreement": each_access("/innsyn/{}/avtale.pdf"),
    "owner_access": each_company("/bedrift/{}/tilgang/"),
    "queue": once("/saker/", "/saker/?slag=access", "/saker/?slag=membership"),
    "agreement_texts": once("/saker/avtaletekst/"),
    "api-schema": once("/api/v1/schema/"),
    "api-geojson": third_of_searches("/api/v1/catalogue.geojson", 1),
    "api-csv": third_of_searches("/api/v1/catalogue.csv", 2),
    "schema-docs": once("/api/v1/docs/"),
    "api-reference": once("/api/v1/reference/"),
    **{route_name(one): once(f"/api/v1/reference/{one.name}/") for one in LISTS},
    "api-xlsx": third_of_searches("/api/v1/catalogue.xlsx", 0),
    "api-catalogue": searches("/api/v1/catalogue/"),
    "api-entry": each("/api/v1/catalogue/{}/"),
    "data_file": each_company("/bedrift/{}/data.json"),
    "own-companies": once("/api/v1/own/companies/"),
    "own-company": each_company("/api/v1/own/companies/{}/"),
    "own-listings": each_company("/api/v1/own/companies/{}/listings/"),
    "own-bulk": each_company("/api/v1/own/companies/{}/listings/bulk/"),
    "own-listing": each("/api/v1/own/listings/{}/"),
    "own-documents": each_in_turn("/api/v1/own/listings/{}/documents/"),
    "own-document": each_document_of_programs,
    "my_account": once("/konto/"),
    "login_end": once(f"/konto/innlogginger/{NEVER}/logg-ut/"),
    "notices": once("/konto/varsler/"),
    "notices_read": once("/konto/varsler/lest/"),
    "notice_choices": once("/konto/varsler/valg/"),
    "notice_open": once(f"/konto/varsler/{NEVER}/"),
    "unsubscribe": once(f"/konto/varsler/av/{NEVER}/"),
    "refused_letters": once("/konto/varsler/avviste/"),
    "refused_again": once(f"/konto/varsler/avviste/{NEVER}/igjen/"),
    "tokens": once("/konto/nokler/"),
    "token_new": once("/konto/nokler/ny/"),
    "token_revoke": once(f"/konto/nokler/{NEVER}/trekk-tilbake/"),
    "my_companies": once("/konto/selskap/"),
    "leave_company": each_company("/konto/selskap/{}/forlat/"),
    "members": each_company("/konto/selskap/{}/medlemmer/"),
    "member_role": each_member("/konto/selskap/{}/medlemmer/{}/rolle/"),
    "member_remove": each_member("/konto/selskap/{}/medlemmer/{}/fjern/"),
    "invitation_again": each_invitation("/konto/selskap/{}/invitasjoner/{}/send/"),
    "invitation_revoke": each_invitation("/konto/selskap/{}/invitasjoner/{}/trekk-tilbake/"),
    "invitation": once("/konto/invitasjon/"),
    "invitation_yes": each_of_invitations("/konto/invitasjon/{}/godta/"),
    "invitation_link": each_of_invitations("/konto/invitasjon/{}/"),
    "ask_for_stand_in": each_company("/konto/selskap/{}/hjelp/"),
    "absence_no": each_company("/konto/selskap/{}/hjelp/avvis/"),
    "stand_in": each_company("/konto/selskap/{}/vikar/"),
    "stand_in_end": each_company("/konto/selskap/{}/vikar/avslutt/"),
    "waiting_requests": once("/konto/venter/"),
    "request_confirm": each_request("/konto/venter/{}/bekreft/"),
    "request_reject": each_request("/konto/venter/{}/avvis/"),
}
NO_LISTINGS = re.compile(r"^(account_|mfa_|usersessions_|socialaccount_|set_language|readyz)")
"""Routes about logging in, language and health: they read no listing. Pages of the account are
crawled by their own tests."""


MEMBERS_ONLY = re.compile(
    r"/(bedrift|konto|api/v1/own)/|/oppforing/[^/]+/(?!$|[?]|kart|sted/|dokument/)"
)


def names(patterns: Sequence[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route there is."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def routes_without_recipe() -> set[str]:
    return {name for name in names() if name not in RECIPES and not NO_LISTINGS.match(name)}


def client_for(user: User | None, key: str = "") -> Client:
    """A browser as somebody, or a program with a key."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    client = Client(raise_request_exception=True, headers=headers)
    if user:
        client.force_login(user)
    return client


def crawled(user: User | None, asked: Asked) -> dict[str, Answer]:
    """Every answer to somebody, by method and address, and the letters sent meanwhile."""
    answers = looked(client_for(user), asked)
    received = Letter.objects.filter(to=user.email) if user else Letter.objects.none()
    letters = list(received.order_by("pk").values_list("subject", "body", "attempts"))
    return {**answers, "letters to the reader": (len(letters), (), repr(letters).encode())}


def looked(client: Client, asked: Asked) -> dict[str, Answer]:
    return dict(looking(client, asked))


def for_everybody(asked: Asked) -> list[Recipe]:
    """Without the pages that only members of a company, or people about themselves, open."""
    return [
        recipe
        for recipe in RECIPES.values()
        if not MEMBERS_ONLY.match(path_of(next(recipe(asked))))
    ]


def path_of(address: Address) -> str:
    return address if isinstance(address, str) else address[0]


def looking(
    client: Client, asked: Asked, recipes: Iterable[Recipe] = ()
) -> Iterator[tuple[str, Answer]]:
    """GET of every address, HEAD and OPTIONS of the last one of each route, and the letters."""
    mail.outbox.clear()
    for recipe in recipes or RECIPES.values():
        address: Address = ""
        for address in recipe(asked):
            yield f"get {address}", answer(client, "get", address)
        for method in ("head", "options") if address else ():
            yield f"{method} {address}", answer(client, method, address)
    letters = repr([letter.message() for letter in mail.outbox]).encode()
    yield "letters", (len(mail.outbox), (), letters)


def answer(client: Client, method: str, address: Address) -> Answer:
    path, sent = (address, {}) if isinstance(address, str) else address
    got = getattr(client, method)(path, headers=sent)
    content = b"".join(got) if got.streaming else got.content
    kept = tuple(
        sorted((k, CSRF_TAG.sub("", v)) for k, v in got.headers.items() if k not in OWN_DATES)
    )
    return got.status_code, kept, TOKEN.sub(b"", content)


def differences(one: dict[str, Answer], two: dict[str, Answer]) -> list[str]:
    return sorted(key for key in one.keys() | two.keys() if one.get(key) != two.get(key))


def readable(content: bytes) -> bytes:
    """What a file says: the parts of a packed one (as workbooks are), anything else as it is."""
    if not content.startswith(b"PK\x03\x04"):
        return content
    with ZipFile(io.BytesIO(content)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())
