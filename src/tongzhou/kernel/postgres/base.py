"""The engine: hot statements are prepared, and a kept connection is looked at instead of being asked.

Never prepare a statement whose best plan depends on the values: it is planned without them.
"""

from collections.abc import Sequence
from select import POLLIN, poll
from typing import Any, cast

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """As Django tells it; of a prepared statement, whose text is not sent again, as it was written."""
        return super().last_executed_query(cursor, sql, params) or sql


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

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
        self._reach()
        with self.wrap_database_errors:
            return cast(CursorWrapper, self._prepare_cursor(Cursor(self.connection)))  # type: ignore[attr-defined]

    def prepared(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """The rows of one statement; past Django's cursor, whose calls cost as much as the driver's, unless somebody
        counts the statements."""
        if self.queries_logged or self.execute_wrappers:
            with self.prepared_cursor() as statement:
                statement.execute(sql, parameters)
                return [] if statement.rownumber is None else statement.fetchall()
        self._reach()
        self.validate_no_broken_transaction()
        with self.wrap_database_errors:
            found = Cursor(self.connection).execute(sql, parameters)
            return [] if found.rownumber is None else found.fetchall()

    def _reach(self) -> None:
        self.validate_thread_sharing()
        self.close_if_health_check_failed()
        self.ensure_connection()
