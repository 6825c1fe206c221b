"""How many statements a block runs, savepoints and all."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tongzhou.kernel import database


@contextmanager
def statements(expected: int) -> Iterator[None]:
    connection = connections[database.current()]
    connection.force_debug_cursor = True
    before = len(connection.queries_log)
    try:
        yield
    finally:
        connection.force_debug_cursor = False
    said = [query["sql"] for query in list(connection.queries_log)[before:]]
    assert len(said) == expected, said
