"""A listing's history for its owner: every save, the way back, and what others were shown when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.tiers import Tier
from exchange.audit.models import AuditLine
from streams.disclosure import effective_policy
from streams.measures import fields_of
from streams.owners.access import person, record_written
from streams.owners.changes import change_lines, label_of
from streams.owners.wording import crumbs
from streams.register.history import Change, History, Save, history_of
from streams.register.models import Record
from streams.register.services import ChangedMeanwhileError
from streams.register.undoing import (
    ChangedSinceError,
    NothingToUndoError,
    changed_since,
    undo_save,
)
from streams.vocabulary import Kind, State
from streams.web.numbers import moment_text

PAGE = 25
LONG = 12
"""From more lines than this a save is folded together."""
ACTIONS: Mapping[str, Any] = {
    "record.save": gettext_lazy("Changed"),
    "record.published": gettext_lazy("Published"),
    "record.draft": gettext_lazy("Taken out of sight"),
    "record.discontinued": gettext_lazy("Discontinued"),
    "record.resume": gettext_lazy("Taken up again"),
    "record.policy": gettext_lazy("Who sees what"),
    "record.confirm": gettext_lazy("Confirmed"),
    "record.leaving": gettext_lazy("Asked to be deleted"),
    "record.keep": gettext_lazy("Kept after all"),
    "document.add": gettext_lazy("File added"),
    "document.change": gettext_lazy("File changed"),
    "document.remove": gettext_lazy("File removed"),
    "company.policy": gettext_lazy("The company's own choices"),
}
WAYS: Mapping[str, Any] = {
    "import": gettext_lazy("from a spreadsheet"),
    "api": gettext_lazy("by a program"),
}


@login_required
@never_cache
@require_safe
def page(request: HttpRequest, entry_id: str) -> HttpResponse:
    """Every save, newest first."""
    record = record_written(request, entry_id)
    history = history_of(record)
    shown = Paginator(history.saves, PAGE).get_page(request.GET.get("page"))
    context = {
        "record": record,
        "saves": saves_shown(record, history, list(shown.object_list)),
        "shown": shown,
        "crumbs": crumbs(record, _("History")),
    }
    return render(request, "owners/history.html", context)


def saves_shown(record: Record, history: History, saves: Sequence[Save]) -> list[dict[str, Any]]:
    names = {save.name: moment_text(save.at) for save in history.saves if save.name}
    return [
        {
            "title": title_of(save, names),
            "who": who_did(save.line),
            "way": WAYS.get(save.through, ""),
            "at": moment_text(save.at),
            "lines": change_lines(save.changes, Kind(record.kind), history.now),
            "is_long": len(save.changes) > LONG,
            "undo_url": reverse("undo_save", args=[record.pk, save.name])
            if save.can_be_undone
            else "",
        }
        for save in saves
    ]


def title_of(save: Save, names: Mapping[str, str]) -> str:
    if save.undoes:
        return _("Undone: the change of %s") % names.get(save.undoes, "")
    if save.is_first:
        return _("Listed")
    if Change(("value", "state"), State.DRAFT, State.PUBLISHED) in save.changes:
        return str(ACTIONS["record.published"])
    return str(ACTIONS.get(save.action, ACTIONS["record.save"]))


def who_did(line: AuditLine | None) -> str:
    """A name; nobody's where the exchange itself did it, or it was never noted."""
    user = line.actor if line else None
    if not isinstance(user, User):
        return _("The exchange itself") if line else ""
    name = user.name or user.email
    return _("The cluster, %s") % name if user.is_cluster_staff else name


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, entry_id: str, name: str) -> HttpResponse:
    """Says what will be put back, and on POST does it."""
    record = record_written(request, entry_id)
    history = history_of(record)
    save = history.named(name)
    if save is None or not save.can_be_undone:
        raise Http404
    if since := changed_since(save, history.now):
        return refused(request, record, since)
    if request.method == "POST":
        return undone(request, record, name)
    return render(request, "confirm.html", question(record, history, save))


def question(record: Record, history: History, save: Save) -> dict[str, Any]:
    """Context of confirm.html; the version is what the person has looked at."""
    back = [Change(one.key, one.after, one.before) for one in save.changes]
    return {
        "title": _("Undo this change?"),
        "question": _("%(title)s, change of %(at)s")
        % {"title": record.title, "at": moment_text(save.at)},
        "consequences": [*consequences(record, history, back), *warnings(record, back)],
        "submit_label": _("Undo the change"),
        "fields": [{"name": "version", "value": record.version}],
        "cancel_url": reverse("history", args=[record.pk]),
    }


def consequences(record: Record, history: History, back: Sequence[Change]) -> list[str]:
    nothing = _("nothing")
    return [
        _("%(label)s: %(before)s becomes %(after)s")
        % {
            "label": line["label"],
            "before": line["before"] or nothing,
            "after": line["after"] or nothing,
        }
        for line in change_lines(back, Kind(record.kind), history.now)
    ]


def warnings(record: Record, back: Sequence[Change]) -> list[str]:
    """What undoing opens or closes to others is said, not left to be found out."""
    found = []
    if any(one.key == ("value", "state") and one.after == State.PUBLISHED for one in back):
        found.append(_("The listing is shown to others again, at once."))
    opens, closes = ways_turned(record, back)
    if opens and closes:
        found.append(
            _("Others see more than now of something, and less of something else. "
              "Look at the three tabs afterwards.")
        )  # fmt: skip
    elif opens:
        found.append(_("Others may see more than now. Look at the three tabs afterwards."))
    elif closes:
        found.append(_("Others will see less than now. Look at the three tabs afterwards."))
    found.append(_("What has been changed since stays. This stands in the history too."))
    return found


def ways_turned(record: Record, back: Sequence[Change]) -> tuple[bool, bool]:
    """Whether undoing lets anybody see more than now, and whether it lets anybody see less."""
    own = dict(record.policy)
    for one in back:
        if one.key[0] == "policy":
            own[str(one.key[1])] = one.after
    now = tiers(record, record.policy)
    then = tiers(record, {name: rule for name, rule in own.items() if rule is not None})
    pairs = list(zip(now, then, strict=True))
    return any(new < old for old, new in pairs), any(new > old for old, new in pairs)


def tiers(record: Record, own: Mapping[str, Any]) -> list[Tier]:
    """From whom on each thing shows under this choice of the listing's, value and band; where it
    says nothing, as the company has chosen."""
    policy = effective_policy(record.site.company.disclosure_defaults, own)
    rules = [policy.rules[field] for field in fields_of(Kind(record.kind))]
    return [policy.listed, *(tier for rule in rules for tier in (rule.exact, rule.coarse))]


def refused(request: HttpRequest, record: Record, since: Sequence[Change]) -> HttpResponse:
    labels = ", ".join(dict.fromkeys(label_of(one.key, Kind(record.kind)) for one in since))
    messages.error(
        request,
        _("It cannot be undone, because this has been changed again since: %s. "
          "Undo the later change first.") % labels,
    )  # fmt: skip
    return HttpResponseRedirect(reverse("history", args=[record.pk]))


def undone(request: HttpRequest, record: Record, name: str) -> HttpResponse:
    version = request.POST.get("version", "")
    try:
        undo_save(actor=person(request), record=record, name=name, version=known_version(version))
    except ChangedSinceError as error:
        return refused(request, record, error.changes)
    except (ChangedMeanwhileError, NothingToUndoError):
        messages.error(request, _("Somebody saved the listing meanwhile. Look at it once more."))
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        messages.success(request, _("Undone."))
    return HttpResponseRedirect(reverse("history", args=[record.pk]))


def known_version(text: str) -> int:
    """What the form sent; a number that no record has when it sent something else."""
    return int(text[:9]) if text.isascii() and text.isdigit() else -1
