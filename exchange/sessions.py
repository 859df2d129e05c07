"""Sessions in the database, by keys that we could have made: SESSION_ENGINE names this module."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie with anything else in it (PostgreSQL refuses NUL) is like no cookie at all."""

    def __init__(self, session_key: str | None = None) -> None:
        ours = session_key and session_key.isascii() and session_key.isalnum()
        super().__init__(session_key if ours else None)
