"""What stands in the agreement of one request, before and after it is signed."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from companies.models import Company
from companies.tables import full_name
from exchange.access.models import AccessRequest
from exchange.access.nda.agreement import Agreement, agreement_pdf, parsed
from exchange.access.nda.texts import text_in_force
from streams.web.numbers import day_text, moment_text


def unsigned_document(request: AccessRequest, language: str) -> bytes:
    """The agreement as it is offered; the same bytes as long as nothing in it changes."""
    return agreement_pdf(agreement_of(request, language))


def signed_document(request: AccessRequest, language: str, shown: str) -> bytes:
    """The same with who accepted it, when and how; `shown` is the digest of what was shown."""
    with override(language):
        person = full_name(request.signed_by) if request.signed_by else ""
        when = moment_text(request.signed_at) if request.signed_at else ""
        lines = [
            _("Accepted by %(person)s for %(company)s, %(when)s.")
            % {"person": person, "company": request.asker_company.name, "when": when},
            _("Proven with a second step at login at that time."),
            _("SHA-256 of the agreement as it was shown: %s") % shown,
        ]
    return agreement_pdf(agreement_of(request, language, lines))


def agreement_of(request: AccessRequest, language: str, signatures: list[str] = []) -> Agreement:  # noqa: B006 - read only
    """The owner's name stands in it only where whoever asked could see it already."""
    version = request.text if request.text_id else text_in_force(language)
    title, sections = parsed(version.text if version else "")
    with override(language):
        owner = request.owner.name if request.owner_named else _("the owner of the listings below")
        facts = [
            (_("Recipient"), named(request.asker_company)),
            (_("Owner"), owner),
            (_("Purpose"), request.purpose),
            (_("Access until"), day_text(request.until) if request.until else "–"),
            (_("Version of the text"), str(version.version if version else 1)),
        ]
        if request.whole_company:
            facts.append((_("Covers"), _("all listings of the owner that can be seen under NDA")))
        reference = _("Agreement %s") % request.public_id
    listings = [(one.title, one.listing_id) for one in request.listings.all()]
    return Agreement(language, title, reference, facts, listings, sections, signatures)


def named(company: Company) -> str:
    return ", ".join(part for part in (company.name, company.organisation_number) if part)
