"""A listing as each of the three audiences sees it, for those who see all of it themselves."""

from accounts.tiers import Tier
from accounts.viewers import Viewer
from streams.catalogue.criteria import Criteria
from streams.catalogue.models import ENTRIES, OwnerEntry
from streams.catalogue.search import Hit, hit_from, selected_columns


def is_own(viewer: Viewer, entry_id: str) -> bool:
    """Whether the viewer acts for the very company whose listing this is."""
    own = OwnerEntry._default_manager.filter(company_id__in=viewer.company_ids)
    return bool(viewer.company_ids) and own.filter(pk=entry_id).exists()


def entry_as(entry_id: str, tier: Tier) -> Hit | None:
    """The entry of a tier, or None when that audience is shown nothing at all.

    The caller has made sure that the viewer holds the owner's tier on it.
    """
    model = next(model for model in ENTRIES if model.tier is tier)
    row = selected_columns(model._default_manager.filter(pk=entry_id), Criteria()).first()
    return hit_from(row, Criteria()) if row else None
