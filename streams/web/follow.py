"""Names on pages follow the lists that they come from."""

from streams.reference.signals import lists_loaded
from streams.web.names import forget_names


def connect() -> None:
    """Called once when Django starts."""
    lists_loaded.connect(follow_lists, dispatch_uid="web.lists")


def follow_lists(**_: object) -> None:
    forget_names()
