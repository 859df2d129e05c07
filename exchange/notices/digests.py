"""The daily letter: what somebody wants to hear of once a day, in one letter a day.

Notices are marked as gathered in the transaction that writes the letter, so that whoever is cut
short leaves either both or neither. Two that run at once meet at the notices' rows, and a day's
letter has a key that exists once.
"""

from datetime import date, datetime, time

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.notices.kinds import DIGEST, Pace
from exchange.notices.models import Letter, Notice
from exchange.notices.services import queue_letter
from exchange.notices.texts import address

MOST_LISTED = 50


def write_digests(now: datetime) -> int:
    """Letters about what was told before today's hour; none before that hour. How many."""
    today = timezone.localdate(now)
    due = timezone.make_aware(datetime.combine(today, time(settings.DIGEST_HOUR)))
    if now < due:
        return 0
    people = waiting(due).order_by("person_id").values_list("person_id", flat=True).distinct()
    return sum(write_digest(person_id, today, due) for person_id in people)


def waiting(due: datetime) -> QuerySet[Notice]:
    """What was read on the page meanwhile is no news, and waits no longer."""
    return Notice.objects.filter(
        pace=Pace.DAILY, gathered_at=None, read_at=None, created_at__lte=due, person__is_active=True
    )


@transaction.atomic
def write_digest(person_id: int, today: date, due: datetime) -> bool:
    """One person's letter; False where there is nothing to tell, or today's is written already."""
    key = f"digest:{person_id}:{today.isoformat()}"
    own = waiting(due).filter(person_id=person_id).select_for_update(of=("self",))
    notices = list(own.order_by("-created_at", "-pk"))
    if not notices or Letter.objects.filter(dedupe_key=key).exists():
        return False
    person = get_user_model().objects.get(pk=person_id)
    with translation.override(notices[0].language or settings.LANGUAGE_CODE):
        queue_letter(
            to=str(getattr(person, person.get_email_field_name())),
            subject=subject(len(notices)),
            body=text(notices),
            dedupe_key=key,
            kind=DIGEST.code,
            person_id=person_id,
        )
    gathered = Notice.objects.filter(pk__in=[notice.pk for notice in notices])
    gathered.update(gathered_at=timezone.now())
    return True


def subject(count: int) -> str:
    return ngettext(
        "%(count)s notice from Materialbørsen", "%(count)s notices from Materialbørsen", count
    ) % {"count": count}


def text(notices: list[Notice]) -> str:
    """Each notice's first line and where it opens, the newest first."""
    listed = [
        f"{notice.subject}\n{address(reverse('notice_open', args=[notice.public_id]))}"
        for notice in notices[:MOST_LISTED]
    ]
    rest = len(notices) - MOST_LISTED
    if rest > 0:
        listed.append(_("And %(count)s more.") % {"count": rest})
    every = f"{_('All your notices:')}\n{address(reverse('notices'))}"
    why = _("You get this letter because you have chosen to be told of some things once a day.")
    return "\n\n".join([*listed, every, why]) + "\n"
