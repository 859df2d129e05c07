"""Writes about access under NDA: ask, approve, consent, sign, extend and end.

Each locks the request, notes what was done, and tells those whose turn it is. Nothing opens before
the cluster has approved, the owner has consented where he wants to be asked, and it is signed.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.letters import language_of, write_letter
from accounts.models import User
from accounts.queries import acts_as_staff, staff_members, viewer_for
from accounts.services import NotAllowedError
from companies.models import Company
from companies.organisation_numbers import checked_number
from companies.public_ids import new_public_id
from companies.queries import company_by_number
from companies.services import naming
from exchange.access.contacts.queries import deciding_people
from exchange.access.models import (
    PENDING,
    AccessEvent,
    AccessListing,
    AccessRequest,
    CompanyRule,
    OwnerChoices,
    Side,
)
from exchange.access.nda.agreement import digest_of
from exchange.access.nda.documents import signed_document, unsigned_document
from exchange.access.nda.queries import (
    access_side,
    consents_itself,
    decides_for,
    end_of,
    last_days,
    open_until,
    word_on,
)
from exchange.access.nda.texts import text_in_force
from exchange.audit.services import record
from streams.catalogue.grants import end_access, grant_access
from streams.catalogue.owner_of import owner_of, under_nda
from streams.catalogue.search import Hit, opened

MOST_LISTINGS = 50
MOST_MONTHS = 24
MOST_DAYS = 2 * 366
MOST_PENDING = 20
"""Requests that one company may have waiting."""
UNDO_WINDOW = timedelta(minutes=15)
REMIND_DAYS = (30, 7)
MOST_BYTES = 20 * 1024 * 1024
State, What = AccessRequest.State, AccessEvent.What


class UnknownListingError(Exception):
    """The asker may not know of the listing, or it never was."""


class MovedError(Exception):
    """Somebody has moved meanwhile: this can no longer be done."""


@transaction.atomic
def ask_access(
    *, actor: User, company: Company, listing_ids: Sequence[str], purpose: str, months: int,
    whole_company: bool = False,
) -> AccessRequest:  # fmt: skip
    """Ask to see listings of one owner under NDA. Several at once, and all of a company, only
    where the asker can see that they are the same owner's.

    Raises UnknownListingError, NotAllowedError, ValidationError.
    """
    viewer = viewer_for(actor)
    hits = [opened(viewer, listing_id) for listing_id in dict.fromkeys(listing_ids)]
    found = [hit for hit in hits if hit is not None]
    owner = owner_of(found[0].id) if found else None
    if owner is None or len(found) < len(hits):
        raise UnknownListingError
    if company.pk not in viewer.company_ids or owner.pk in viewer.company_ids:
        raise NotAllowedError
    named = owner_named(found[0])
    if len(found) > 1 or whole_company:
        _require_one_known_owner(found)
    _require_room(company, found, whole_company)
    made = AccessRequest(
        asker=actor, asker_company=company, owner=owner, owner_named=bool(named),
        whole_company=whole_company, purpose=purpose.strip(), months=months,
        moved_at=timezone.now(),
    )  # fmt: skip
    made.full_clean()
    made.save()
    AccessListing.objects.bulk_create(
        AccessListing(request=made, listing_id=hit.id, title=hit.title) for hit in found
    )
    _note(made, Side.ASKER, actor, What.ASKED)
    for reader in staff_members():
        _write(made, reader, "access_asked")
    return made


def owner_named(hit: Hit) -> str:
    """The public id of the owner as the entry shows it; "" where it does not."""
    owner = hit.facts.get("owner", {})
    return str(owner.get("id", "")) if owner.get("precision") == "exact" else ""


def _require_one_known_owner(found: Sequence[Hit]) -> None:
    owners = {owner_named(hit) for hit in found}
    if len(owners) != 1 or "" in owners:
        raise ValidationError(_("Ask for one listing at a time where the owner is not shown."))
    if len(found) > MOST_LISTINGS:
        raise ValidationError(_("Ask for at most %s listings at a time.") % MOST_LISTINGS)


def _require_room(company: Company, found: Sequence[Hit], whole_company: bool) -> None:
    Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    pending = AccessRequest.objects.filter(asker_company=company, state__in=PENDING)
    same = AccessListing.objects.filter(
        request__in=pending, listing_id__in=[hit.id for hit in found]
    )
    if same.exists() and not whole_company:
        raise ValidationError(_("You have asked for this already. It is under Access."))
    if pending.count() >= MOST_PENDING:
        raise ValidationError(
            _("You have %s requests waiting. Ask again when one of them is answered.")
            % MOST_PENDING
        )


@transaction.atomic
def ask_back(*, actor: User, request: AccessRequest, text: str) -> None:
    """The cluster wants to know more before it decides. Raises NotAllowedError, MovedError."""
    request = _staff_locked(actor, request, State.WAITING)
    _require_text(text)
    _move(request, State.ASKED_BACK)
    _note(request, Side.STAFF, actor, What.ASKED_BACK, text)
    _tell_asker(request, "access_asked_back")


@transaction.atomic
def answer_back(*, actor: User, request: AccessRequest, text: str) -> None:
    """The asker's answer. Raises NotAllowedError, MovedError, ValidationError when empty."""
    request = _locked(actor, request, Side.ASKER, State.ASKED_BACK)
    _require_text(text)
    _move(request, State.WAITING)
    _note(request, Side.ASKER, actor, What.ANSWERED, text)
    for reader in staff_members():
        _write(request, reader, "access_asked")


@transaction.atomic
def approve(*, actor: User, request: AccessRequest, last_day: date, note: str = "") -> bool:
    """The cluster approves, until the end of a day; True when it did so with this.

    With FOUR_EYES, where the cluster also stands in for the owner's consent, two of the staff
    must approve. Raises NotAllowedError, MovedError, ValidationError for a day out of range and
    for a company that the owner has ruled out.
    """
    request = _staff_locked(actor, request, State.WAITING)
    _require_day(last_day)
    if word_on(request.owner_id, request.asker_company) == CompanyRule.Word.NEVER:
        raise ValidationError(_("The owner never opens anything to this company. Turn it down."))
    request.until = last_day
    asks_owner = _asks_owner(request)
    if settings.FOUR_EYES and not asks_owner and request.first_approved_by_id is None:
        request.first_approved_by = actor
        request.save(update_fields=["first_approved_by", "until"])
        _note(request, Side.STAFF, actor, What.APPROVED, note, private=True)
        return False
    if request.first_approved_by_id == actor.pk:
        raise ValidationError(_("Somebody else must approve it, too."))
    request.approved_by, request.approved_at = actor, timezone.now()
    _move(request, State.CONSENT if asks_owner else State.SIGNING)
    _note(request, Side.STAFF, actor, What.APPROVED)
    if note.strip():
        _note(request, Side.STAFF, actor, What.NOTED, note, private=True)
    if asks_owner:
        _tell_owner(request, "access_consent")
    else:
        _tell_asker(request, "access_sign")
    return True


def _asks_owner(request: AccessRequest) -> bool:
    if word_on(request.owner_id, request.asker_company) == CompanyRule.Word.YES:
        return False
    return consents_itself(request.owner_id)


@transaction.atomic
def undo_approval(*, actor: User, request: AccessRequest) -> None:
    """Within a quarter of an hour, and before anything has opened or the owner has answered."""
    request = _staff_locked(actor, request, State.CONSENT, State.SIGNING)
    if request.approved_at is None or request.consented_at is not None:
        raise MovedError
    if request.approved_at < timezone.now() - UNDO_WINDOW:
        raise MovedError
    request.approved_by = request.approved_at = request.first_approved_by = None
    _move(request, State.WAITING)
    _note(request, Side.STAFF, actor, What.UNDONE)


@transaction.atomic
def consent(*, actor: User, request: AccessRequest) -> None:
    """The owner says yes. Raises NotAllowedError unless actor decides for the owner."""
    request = _owner_locked(actor, request, State.CONSENT)
    request.consented_by, request.consented_at = actor, timezone.now()
    _move(request, State.SIGNING)
    _note(request, Side.OWNER, actor, What.CONSENTED)
    _tell_asker(request, "access_sign")


@transaction.atomic
def refuse(*, actor: User, request: AccessRequest, text: str) -> None:
    """The cluster or the owner says no, with a reason that the asker reads."""
    current = _current(request)
    if acts_as_staff(actor):
        side = Side.STAFF
        request = _staff_locked(actor, current, State.WAITING, State.ASKED_BACK)
    else:
        side = Side.OWNER
        request = _owner_locked(actor, current, State.CONSENT)
    _require_text(text)
    _move(request, State.REFUSED)
    _note(request, side, actor, What.REFUSED, text)
    _tell_asker(request, "access_refused")


@transaction.atomic
def withdraw(*, actor: User, request: AccessRequest) -> None:
    request = _locked(actor, request, Side.ASKER, *PENDING)
    was_with_owner = request.state == State.CONSENT
    _move(request, State.WITHDRAWN)
    _note(request, Side.ASKER, actor, What.WITHDRAWN)
    if was_with_owner:
        _tell_owner(request, "access_withdrawn")


@transaction.atomic
def sign_here(*, actor: User, request: AccessRequest, digest: str) -> None:
    """Accept the agreement as it was shown; `digest` is that of the unsigned file.

    The caller has made sure that the person has just proven to have the second step. Raises
    NotAllowedError, MovedError also when the agreement is no longer what was shown.
    """
    request = _locked(actor, request, Side.ASKER, State.SIGNING)
    if digest != digest_of(unsigned_document(request, language_of(actor))):
        raise MovedError
    request.text = text_in_force(language_of(actor))
    request.signing, request.signed_by = AccessRequest.Signing.ACCEPTED, actor
    request.signed_at = timezone.now()
    _keep(request, signed_document(request, language_of(actor), shown=digest))
    _open(request, actor)


@transaction.atomic
def sign_by_file(*, actor: User, request: AccessRequest, upload: BinaryIO) -> None:
    """Send the signed agreement as a PDF, kept byte by byte since a signature may be part of it."""
    request = _locked(actor, request, Side.ASKER, State.SIGNING)
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValidationError({"upload": _("The file is larger than 20 MB.")})
    if not content.startswith(b"%PDF-"):
        raise ValidationError({"upload": _("Send the signed agreement as a PDF.")})
    request.text = text_in_force(language_of(actor))
    request.signing, request.signed_by = AccessRequest.Signing.UPLOADED, actor
    request.signed_at = timezone.now()
    _keep(request, content)
    _open(request, actor)


def _keep(request: AccessRequest, content: bytes) -> None:
    request.digest = digest_of(content)
    request.file.save(f"nda-{new_public_id()}", ContentFile(content), save=False)


def _open(request: AccessRequest, actor: User) -> None:
    """Let the company in. An owner who has meanwhile said never, stops it here as well."""
    if word_on(request.owner_id, request.asker_company) == CompanyRule.Word.NEVER:
        raise MovedError
    if request.until is None or request.until < timezone.localdate():
        raise MovedError
    if request.whole_company:
        known = set(request.listings.values_list("listing_id", flat=True))
        AccessListing.objects.bulk_create(
            AccessListing(request=request, listing_id=listing_id, title=title)
            for listing_id, title in under_nda(request.owner)
            if listing_id not in known
        )
    _note(request, Side.ASKER, actor, What.SIGNED, request.get_signing_display())
    _move(request, State.OPEN)
    _note(request, Side.STAFF, None, What.OPENED)
    settle(request)
    _tell_owner(request, "access_opened")
    _tell_asker(request, "access_open")


def settle(request: AccessRequest) -> None:
    """Make the grants of a company on these listings what its open requests say."""
    company, ids = request.asker_company, request.listings.values_list("listing_id", flat=True)
    days = last_days(company, ids)
    for listing_id in ids:
        if listing_id in days:
            grant_access(
                actor=None, record_id=listing_id, company=company,
                expires_at=end_of(days[listing_id]), reason=request.purpose[:300],
            )  # fmt: skip
        else:
            end_access(actor=None, record_id=listing_id, company=company)


@transaction.atomic
def extend(*, actor: User, request: AccessRequest, last_day: date) -> bool:
    """Make the time longer; True when it is, False when the owner is asked first."""
    request = _staff_locked(actor, request, State.OPEN)
    _require_day(last_day)
    if request.until and last_day <= request.until:
        raise ValidationError({"last_day": _("Choose a day after the one it ends now.")})
    if _asks_owner(request):
        request.extend_to = last_day
        request.save(update_fields=["extend_to"])
        _note(request, Side.STAFF, actor, What.EXTEND, last_day.isoformat())
        _tell_owner(request, "access_consent")
        return False
    _extended(request, actor, Side.STAFF, last_day)
    return True


@transaction.atomic
def consent_to_extension(*, actor: User, request: AccessRequest) -> None:
    request = _owner_locked(actor, request, State.OPEN)
    if request.extend_to is None:
        raise MovedError
    _extended(request, actor, Side.OWNER, request.extend_to)


def _extended(request: AccessRequest, actor: User, side: Side, last_day: date) -> None:
    request.until, request.extend_to = last_day, None
    _move(request, State.OPEN)
    _note(request, side, actor, What.EXTENDED, last_day.isoformat())
    settle(request)
    _tell_asker(request, "access_open")


@transaction.atomic
def end(*, actor: User, request: AccessRequest, text: str) -> None:
    """Take access back at once: the next request of whoever reads no longer finds it.

    Raises NotAllowedError unless actor is staff or decides for the owner, MovedError.
    """
    current = _current(request)
    if access_side(actor, current) == Side.OWNER:
        request, side = _owner_locked(actor, current, State.OPEN), Side.OWNER
    else:
        request, side = _staff_locked(actor, current, State.OPEN), Side.STAFF
    _end(request, actor, side, text)


def _end(request: AccessRequest, actor: User | None, side: Side, text: str) -> None:
    _move(request, State.ENDED)
    _note(request, side, actor, What.ENDED, " ".join(text.split())[:1_000])
    settle(request)
    _tell_asker(request, "access_ended")


@transaction.atomic
def decide_rule(
    *, actor: User, owner: Company, country: str, number: str, name: str, word: str
) -> CompanyRule:
    """An owner's standing word on a company; the later one counts. Never ends what is open.

    The same whether the company is registered here or not. Raises NotAllowedError unless actor
    decides for the owner, ValidationError for a wrong number or one's own.
    """
    if not decides_for(actor, owner.pk):
        raise NotAllowedError
    Company.objects.select_for_update(no_key=True).get(pk=owner.pk)
    with naming("organisation_number"):
        number = checked_number(number, country)
    if (country, number) == (owner.country, owner.organisation_number):
        raise ValidationError({"organisation_number": _("This is your own company.")})
    rule, _new = CompanyRule.objects.update_or_create(
        owner=owner, country=country, organisation_number=number,
        defaults={"word": CompanyRule.Word(word), "name": name.strip(), "made_by": actor},
    )  # fmt: skip
    record(actor=actor, action="access.rule", subject=f"company:{owner.pk}", on=number, word=word)
    other = company_by_number(country, number)
    if other is not None and word == CompanyRule.Word.NEVER:
        _shut_out(actor, owner, other)
    return rule


@transaction.atomic
def forget_rule(*, actor: User, rule: CompanyRule) -> None:
    """Take a standing word away. Raises NotAllowedError unless actor decides for the owner."""
    if not decides_for(actor, rule.owner_id):
        raise NotAllowedError
    record(
        actor=actor, action="access.rule", subject=f"company:{rule.owner_id}",
        on=rule.organisation_number, word="",
    )  # fmt: skip
    rule.delete()


def _shut_out(actor: User, owner: Company, other: Company) -> None:
    """What is open ends and what is under way is turned down, as any owner may do at any time."""
    states = (State.OPEN, State.CONSENT, State.SIGNING)
    found = AccessRequest.objects.filter(owner=owner, asker_company=other, state__in=states)
    for request in found.select_for_update(of=("self",)):
        if request.state == State.OPEN:
            _end(request, actor, Side.OWNER, "")
        else:
            _move(request, State.REFUSED)
            _note(request, Side.OWNER, actor, What.REFUSED, _("The owner says no."))
            _tell_asker(request, "access_refused")


@transaction.atomic
def choose_consent(*, actor: User, owner: Company, itself: bool) -> None:
    """Whether the owner is asked each time. Raises NotAllowedError."""
    if not decides_for(actor, owner.pk):
        raise NotAllowedError
    OwnerChoices.objects.update_or_create(company=owner, defaults={"consents_itself": itself})
    record(actor=actor, action="access.choice", subject=f"company:{owner.pk}", itself=itself)


def end_what_ran_out() -> int:
    """Note what has ended by itself; nobody sees anything by it since the day was over."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return sum(_ran_out(request.pk) for request in open_until(yesterday))


@transaction.atomic
def _ran_out(request_id: int) -> bool:
    found = AccessRequest.objects.select_for_update(of=("self",)).filter(
        pk=request_id, state=State.OPEN, until__lt=timezone.localdate()
    )
    request = found.first()
    if request is None:
        return False
    _end(request, None, Side.STAFF, "")
    return True


def remind_of_ends() -> int:
    """Tell those whose access ends soon, once for each of 30 and 7 days before."""
    today, told = timezone.localdate(), 0
    for request in open_until(today + timedelta(days=max(REMIND_DAYS))):
        if request.until is None or request.until < today:
            continue
        left = (request.until - today).days
        step = min(days for days in REMIND_DAYS if left <= days)
        _tell_asker(request, "access_ends", f"access-ends:{request.pk}:{request.until}:{step}")
        told += 1
    return told


def _current(request: AccessRequest) -> AccessRequest:
    known = AccessRequest.objects.select_for_update(no_key=True, of=("self",))
    return known.select_related("owner", "asker", "asker_company", "text").get(pk=request.pk)


def _locked(actor: User, request: AccessRequest, side: Side, *states: str) -> AccessRequest:
    current = _current(request)
    if access_side(actor, current) != side:
        raise NotAllowedError
    return _in_state(current, states)


def _staff_locked(actor: User, request: AccessRequest, *states: str) -> AccessRequest:
    """Staff decide for the cluster, but on nothing that their own companies ask for or own."""
    current = _current(request)
    if not acts_as_staff(actor) or access_side(actor, current) != Side.STAFF:
        raise NotAllowedError
    return _in_state(current, states)


def _owner_locked(actor: User, request: AccessRequest, *states: str) -> AccessRequest:
    current = _current(request)
    if not decides_for(actor, current.owner_id):
        raise NotAllowedError
    return _in_state(current, states)


def _in_state(request: AccessRequest, states: Iterable[str]) -> AccessRequest:
    if request.state not in states:
        raise MovedError
    return request


def _require_text(text: str) -> None:
    if not text.strip():
        raise ValidationError({"text": _("Write a few words: the other side reads them.")})


def _require_day(last_day: date) -> None:
    today = timezone.localdate()
    if not today <= last_day <= today + timedelta(days=MOST_DAYS):
        raise ValidationError({"last_day": _("Choose a day from today, within two years.")})


def _move(request: AccessRequest, state: str) -> None:
    request.state, request.moved_at = state, timezone.now()
    request.save()


def _note(
    request: AccessRequest, side: Side, actor: User | None, what: str, text: str = "",
    *, private: bool = False,
) -> None:  # fmt: skip
    AccessEvent.objects.create(
        request=request, side=side, actor=actor, what=what, text=text.strip()[:1_000],
        private=private,
    )  # fmt: skip
    record(actor=actor, action=f"access.{what}", subject=f"access:{request.pk}")


def _tell_asker(request: AccessRequest, letter: str, key: str = "") -> None:
    readers = [request.asker] if request.asker.is_active else []
    for reader in readers or deciding_people(request.asker_company_id):
        _write(request, reader, letter, key)


def _tell_owner(request: AccessRequest, letter: str) -> None:
    for reader in deciding_people(request.owner_id):
        _write(request, reader, letter)


def _write(request: AccessRequest, reader: User, letter: str, key: str = "") -> None:
    """The titles are those that the asker saw; nobody's name but that of whoever asks."""
    context = {
        "request": request,
        "title": request.listings.values_list("title", flat=True).first() or "",
        "others": request.listings.count() - 1,
        "company": request.asker_company.name,
    }
    write_letter(reader, letter, context, f"{key}:{reader.pk}" if key else "")
