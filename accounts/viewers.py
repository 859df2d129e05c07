"""Viewer: on whose behalf something is read. Every read takes one; it is never None."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Viewer:
    """Anonymous (user_id None), somebody acting for companies, or cluster staff.

    `company_ids` holds only companies with an active membership.
    """

    user_id: int | None = None
    company_ids: frozenset[int] = field(default_factory=frozenset)
    is_staff: bool = False


ANONYMOUS = Viewer()
