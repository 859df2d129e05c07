"""A listing as each of the three audiences sees it, for those who see all of it themselves."""

from accounts.tiers import Tier
from accounts.viewers import Viewer
from streams.catalogue.criteria import Criteria
from streams.catalogue.models import ENTRIES, OwnerEntry
from streams.catalogue.search import Hit, hit_from, opened, selected_columns


def opened_as(viewer: Viewer, entry_id: str, tier: Tier) -> Hit | None:
    """The entry of a lower tier, or None when that audience is shown nothing at all.

    Only for viewers who hold the owner's tier on the listing: None for everybody else. That they
    opened it is noted as for any reading.
    """
    own = opened(viewer, entry_id)
    if own is None or own.tier is not Tier.OWNER:
        return None
    return own if tier is Tier.OWNER else entry_as(entry_id, tier)


def is_own(viewer: Viewer, entry_id: str) -> bool:
    """Whether the viewer acts for the very company whose listing this is."""
    own = OwnerEntry._default_manager.filter(company_id__in=viewer.company_ids)
    return bool(viewer.company_ids) and own.filter(pk=entry_id).exists()


def entry_as(entry_id: str, tier: Tier) -> Hit | None:
    """The caller has made sure that the viewer holds the owner's tier on it."""
    model = next(model for model in ENTRIES if model.tier is tier)
    row = selected_columns(model._default_manager.filter(pk=entry_id), Criteria()).first()
    return hit_from(row, Criteria()) if row else None
