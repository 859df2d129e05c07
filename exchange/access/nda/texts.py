"""The agreement's text: versions that staff add, the first of which comes with the exchange."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from exchange.access.models import AgreementText
from exchange.access.nda.agreement import default_text, parsed
from exchange.audit.services import record

LANGUAGES = ("nb", "nn", "en")
FEWEST_SECTIONS = 3


def text_in_force(language: str) -> AgreementText:
    """The newest version in a language; the first of all where staff have added none."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    found = AgreementText.objects.filter(language=language).order_by("-version").first()
    if found is not None:
        return found
    made, _new = AgreementText.objects.get_or_create(
        version=1, language=language, defaults={"text": default_text(language), "made_by": None}
    )
    return made


@transaction.atomic
def add_version(*, actor: User, texts: dict[str, str]) -> int:
    """A new version in all languages at once; what is signed already keeps its own.

    Raises NotAllowedError unless actor is staff, ValidationError by language.
    """
    if not acts_as_staff(actor):
        raise NotAllowedError
    faults = {
        language: _("Begin with a title, then at least three parts, each under a “# heading”.")
        for language in LANGUAGES
        if len(parsed(texts.get(language, ""))[1]) < FEWEST_SECTIONS
    }
    if faults:
        raise ValidationError(faults)
    for language in LANGUAGES:
        text_in_force(language)
    newest = AgreementText.objects.aggregate(last=Max("version"))["last"]
    for language in LANGUAGES:
        AgreementText.objects.create(
            version=newest + 1, language=language, text=texts[language].strip(), made_by=actor
        )
    record(actor=actor, action="agreement.version", subject=f"agreement:{newest + 1}")
    return int(newest + 1)
