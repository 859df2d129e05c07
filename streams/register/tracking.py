"""How database triggers note every change to a table of the register, removals too.

By statement and not by row: a spreadsheet brings hundreds of thousands of rows. The trackers are
made for each model, as a copy of one is not known again by pgtrigger, which compares by identity.
"""

from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=Model)


def kept_in_history(model: type[M]) -> type[M]:
    """Class decorator of models whose changes are events, read by streams.register.events."""
    events = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)
    tracked: type[M] = pghistory.track(*(event(level=pghistory.Statement) for event in events))(
        model
    )
    return tracked
