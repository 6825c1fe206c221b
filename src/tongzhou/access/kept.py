"""Where sessions are kept: Django's table, read by one prepared statement. Named by the setting ``SESSION_ENGINE``."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends import db

from tongzhou.kernel import database

_LOAD = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    def load(self) -> dict[str, Any]:
        """What the session remembers; an unknown or expired one is nobody's."""
        rows = database.prepared(_LOAD, [self.session_key, datetime.now(UTC)])
        if rows:
            found: dict[str, Any] = self.decode(rows[0][0])
            return found
        self._session_key = None
        return {}
