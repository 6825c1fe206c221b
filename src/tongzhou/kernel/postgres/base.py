"""The engine: hot statements are prepared, and a kept connection is looked at instead of being asked.

Never prepare a statement whose best plan depends on the values: it is planned without them.
"""

from select import POLLIN, poll

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether a kept connection still stands. An idle one has nothing to say: what can be read from it is the
        server's farewell. This costs no round trip; ``SELECT 1`` before every request did."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = poll()
        waiting.register(self.connection.fileno(), POLLIN)
        return not waiting.poll(0)

    def prepared_cursor(self) -> CursorWrapper:
        """A cursor whose statements the server parses and plans once for each connection."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(Cursor(self.connection))
