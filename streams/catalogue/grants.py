"""Gives and takes back access under NDA. The rest of the exchange asks entitlement."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from companies.models import Company
from exchange.audit.services import record
from streams.catalogue.models import RecordGrant
from streams.register.models import Record


@transaction.atomic
def grant_access(
    *, actor: User | None, record_id: str, company: Company, expires_at: datetime, reason: str
) -> RecordGrant:
    """Let a company see a listing under NDA until a moment; renews what it has already.

    Raises NotAllowedError unless actor is staff or the system itself, ValidationError when the
    moment has passed.
    """
    if actor is not None and not acts_as_staff(actor):
        raise NotAllowedError
    if expires_at <= timezone.now():
        raise ValidationError(gettext("Access cannot end before it begins."))
    grant: RecordGrant
    grant, _ = RecordGrant.objects.update_or_create(
        group=company.group,
        permission=Permission.objects.get(
            content_type__app_label="register", codename="see_under_nda"
        ),
        content_object=Record.objects.get(pk=record_id),
        defaults={"expires_at": expires_at, "approved_by": actor, "reason": reason},
    )
    record(actor=actor, action="grant", subject=f"record:{record_id}", company=company.pk)
    return grant


@transaction.atomic
def end_access(*, actor: User | None, record_id: str, company: Company) -> None:
    """Take a company's access back at once."""
    if actor is not None and not acts_as_staff(actor):
        raise NotAllowedError
    RecordGrant.objects.filter(group=company.group, content_object_id=record_id).delete()
    record(actor=actor, action="grant.end", subject=f"record:{record_id}", company=company.pk)
