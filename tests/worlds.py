"""Small worlds for tests: companies, people, and one factory for each thing that is listed."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.letters import language_of
from accounts.models import Membership, User
from accounts.tiers import Tier
from companies.joining import ask_to_join
from companies.models import (
    Company,
    County,
    IndustrialPark,
    Industry,
    Invitation,
    MembershipRequest,
    Municipality,
    Site,
)
from companies.organisation_numbers import synthetic_number
from companies.parks import park_slug
from companies.services import register_company, save_site
from exchange.access.contacts.services import ask_contact, write_message
from exchange.access.models import AccessRequest, ContactMessage, ContactRequest
from exchange.access.nda.agreement import digest_of
from exchange.access.nda.documents import unsigned_document
from exchange.access.nda.services import ask_access, sign_here
from streams.catalogue.grants import grant_access
from streams.catalogue.models import RecordGrant
from streams.catalogue.names import forget_names
from streams.imports.models import SheetUpload
from streams.imports.sheets.uploads import add_upload, confirm_upload
from streams.imports.tasks import check_sheet, write_sheet
from streams.quantities.intervals import Interval
from streams.reference.models import CriticalRawMaterial, MaterialClass, WasteCode
from streams.reference.queries import forget_reference
from streams.register.documents import add_document
from streams.register.drafts import AnalysisDraft, ConstituentDraft, RecordDraft, YearDraft
from streams.register.models import Document, Record
from streams.register.services import save_record
from streams.vocabulary import Kind, State
from streams.web.names import forget_names as forget_shown_names

MATERIALS = {"material": "slag", "heat": "steam", "gas": "co2", "deposit": "tailings"}


COUNTIES = {"42": "Agder", "46": "Vestland"}
MUNICIPALITIES = {
    "4227": "Kvinesdal",
    "4204": "Kristiansand",
    "4618": "Ullensvang",
    "4601": "Bergen",
}
PARKS = {"Øvre Industripark": "4227", "Nedre Industripark": "4618"}
INDUSTRIES = ("20", "20.13", "24", "24.10", "24.45")
WASTE_CODES = ("100202", "100304")


def load_lists() -> None:
    """The few reference rows that worlds use."""
    forget_reference()
    forget_names()
    forget_shown_names()
    for number, name in COUNTIES.items():
        County.objects.create(number=number, name=name)
    for number, name in MUNICIPALITIES.items():
        Municipality.objects.create(number=number, name=name, county_id=number[:2])
    for name, number in PARKS.items():
        IndustrialPark.objects.create(name=name, municipality_id=number)
    for code in INDUSTRIES:
        Industry.objects.create(
            code=code, division=code[:2], name_nb=code, name_nn=code, name_en=code
        )
    for code in WASTE_CODES:
        WasteCode.objects.create(
            code=code, hazardous=False, title_nb=code, title_nn=code, title_en=code
        )
    CriticalRawMaterial.objects.create(
        code="manganese", name_nb="Mangan", name_nn="Mangan", name_en="Manganese", elements=["Mn"]
    )
    for kind, code in MATERIALS.items():
        MaterialClass.objects.create(
            code=code, kind=kind, name_nb=code.title(), name_nn=code, name_en=code
        )


def company(number: int, name: str) -> Company:
    return register_company(
        actor=None,
        name=name,
        organisation_number=synthetic_number(number),
        industry=Industry.objects.get(code="24.10"),
    )


def site(owner: Company, name: str = "Verket", park: str = "") -> Site:
    return save_site(
        actor=None, company=owner, name=name, latitude=58.29, longitude=6.96,
        county=County.objects.get(number="42"),
        municipality=Municipality.objects.get(number="4227"),
        park=park_named(park),
    )  # fmt: skip


def park_named(name: str) -> IndustrialPark | None:
    """One of PARKS."""
    return IndustrialPark.objects.get(name=name) if name else None


def park_addresses() -> list[str]:
    """Of every park there is, as addresses have them."""
    return [park_slug(park.name) for park in IndustrialPark.objects.order_by("pk")]


def person(email: str, owner: Company | None = None, *, active: bool = True, **more: Any) -> User:
    user = User.objects.create_user(email=email, **more)
    if owner:
        Membership.objects.create(user=user, company=owner, is_active=active)
    return user


def admin(email: str, owner: Company) -> User:
    """Somebody who decides who acts for a company."""
    user = User.objects.create_user(email=email)
    role = Membership.Role.ADMIN
    Membership.objects.create(user=user, company=owner, is_active=True, role=role)
    return user


def asks_to_join(user: User | None, number: int) -> MembershipRequest:
    """Somebody asks to act for the company with this synthetic number, registered or not."""
    assert user
    return ask_to_join(
        actor=user,
        country="NO",
        number=synthetic_number(number),
        company_name="As the person calls it",
        industry=None,
    )


def companies_and_people() -> dict[str, list[str]]:
    """Public ids of all companies, requests to join them, members, and invitations."""
    models = {
        "companies": Company,
        "requests": MembershipRequest,
        "members": Membership,
        "invitations": Invitation,
    }
    return {
        name: list(model._default_manager.order_by("pk").values_list("public_id", flat=True))
        for name, model in models.items()
    }


def draft(kind: str, tonnes: float, mno: float, lead: float, **values: Any) -> RecordDraft:
    """A published record of a kind; tonnes (or GWh), wt% MnO and mg/kg Pb may vary."""
    solid = kind in ("material", "deposit")
    quantities = {
        "material": {"moisture": Interval(3, 4), "handling_cost": Interval.point(431)},
        "heat": {"temperature": Interval.point(141), "capacity": Interval.point(5)},
        "gas": {"concentration": Interval(14, 16)},
        "deposit": {"stock": Interval.point(2_500_000)},
    }
    parts = [
        ConstituentDraft("SiO2", Interval(42, 44)),
        ConstituentDraft("MnO", Interval(mno, mno + 0.3)),
        ConstituentDraft("Pb", Interval.point(lead), "mg/kg", True),
    ]
    return RecordDraft(
        values={
            "title": f"Listing of {kind}",
            "material": MaterialClass.objects.get(code=MATERIALS[kind]),
            "state": State.PUBLISHED,
            "process": "Secret furnace",
            "description": "Granulated",
            "contact_name": "Kari",
            **values,
        },
        quantities=quantities[kind],
        years=[
            YearDraft(2023, Interval.point(tonnes / 2)),
            YearDraft(2024, Interval.point(tonnes)),
        ],
        analyses=[AnalysisDraft(parts)] if solid else [],
    )


def listing(
    place: Site, kind: str = "material", tonnes: float = 4_321, policy: Any = None, **values: Any
) -> Record:
    whole = draft(kind, tonnes, 6.1, 12, **values)
    record = save_record(actor=None, site=place, kind=Kind(kind), draft=whole)
    if policy:
        return change(record, policy=policy)
    return record


def change(record: Record, **parts: Any) -> Record:
    """Save some parts of a record anew, through the service that owners use."""
    return save_record(
        actor=None,
        site=record.site,
        kind=Kind(record.kind),
        record=record,
        draft=RecordDraft(**parts),
    )


def document(record: Record, title: str, audience: Tier) -> Document:
    """A small picture of its own colour, so that files differ when titles do."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), (len(title), 90, 90)).save(file, "PNG")
    file.seek(0)
    return add_document(actor=None, record=record, title=title, upload=file, audience=audience)


def documents_of(ids: Sequence[str]) -> list[tuple[str, str]]:
    """(listing, document) of everything that these listings have, whoever may see it."""
    found = Document.objects.filter(record_id__in=ids).order_by("record_id", "pk")
    return list(found.values_list("record_id", "pk"))


def let_see(record: Record, receiver: Company, days: float = 30) -> None:
    expires = timezone.now() + timedelta(days=days)
    grant_access(
        actor=None, record_id=record.pk, company=receiver, expires_at=expires, reason="test"
    )


def end_all(receiver: Company) -> None:
    """What a company was given has just run out."""
    RecordGrant.objects.filter(group=receiver.group).update(expires_at=timezone.now())


def material_of(kind: str) -> MaterialClass:
    return MaterialClass.objects.get(code=MATERIALS[kind])


def spreadsheet(actor: User, owner: Company, title: str = "Secret furnace slag") -> SheetUpload:
    """A file with one new listing that was sent and checked; without a title it is wrong."""
    text = f"Tittel;Materiale;Mengde 2024 (t/år)\n{title};slag;4321\n"
    file = SimpleUploadedFile("hemmelig.csv", text.encode())
    upload = add_upload(actor=actor, company=owner, upload=file)
    check_sheet(str(upload.job_id))
    return SheetUpload.objects.get(pk=upload.pk)


def carry_out(actor: User, upload: SheetUpload) -> None:
    """Confirmed and written."""
    confirm_upload(actor=actor, upload=upload, digest=upload.digest, publish=False)
    write_sheet(str(SheetUpload.objects.get(pk=upload.pk).job_id))


def spreadsheets() -> list[tuple[str, str]]:
    """(company, spreadsheet) of everything that was sent."""
    rows = SheetUpload.objects.order_by("created_at", "pk")
    return list(rows.values_list("company__public_id", "pk"))


def asks_contact(actor: User, asking: Company, record: Record) -> ContactRequest:
    return ask_contact(
        actor=actor, company=asking, listing_id=record.pk, purpose="A sample", use="Cement",
        volume="5 t",
    )  # fmt: skip


def says(actor: User, request: ContactRequest, text: str, **more: Any) -> ContactMessage:
    """A message of a conversation, with a small picture."""
    file = io.BytesIO()
    Image.new("RGB", (2, 2), (len(text), 60, 60)).save(file, "PNG")
    file.seek(0)
    return write_message(actor=actor, request=request, text=text, upload=file, title=text, **more)


def asks_access(actor: User, asking: Company, record: Record, **more: Any) -> AccessRequest:
    return ask_access(
        actor=actor, company=asking, listing_ids=[record.pk], purpose="To test it in cement",
        months=6, **more,
    )  # fmt: skip


def signs(actor: User, request: AccessRequest) -> None:
    """Accepts the agreement as it is offered."""
    shown = unsigned_document(AccessRequest.objects.get(pk=request.pk), language_of(actor))
    sign_here(actor=actor, request=request, digest=digest_of(shown))


def conversations() -> dict[str, list[Any]]:
    """Requests for contact with the files of their messages, and for access, whosever they are."""
    contacts = ContactRequest.objects.order_by("pk").values_list("public_id", flat=True)
    files = ContactMessage.objects.order_by("pk").values_list("request__public_id", "public_id")
    accesses = AccessRequest.objects.order_by("pk").values_list("public_id", flat=True)
    return {
        "contacts": list(contacts),
        "contact_files": list(files),
        "accesses": list(accesses),
    }
