"""Migration operations that put each table behind its wall.

Every new table is followed by :class:`Gate` (rows by scope) or :class:`Open` (a written reason why not); partitions get
neither and stay unreachable by name. Policies compare uuids by ``=`` only: anything else stops an index from being
used or opens the table when the scope is empty.
"""

from django.db.migrations.operations import RunSQL

#: Initplan instead of a per-row parse; an unset or emptied scope is NULL, and ``= ANY (NULL)`` admits nothing.
SCOPE = "(SELECT nullif(current_setting('app.scope', true), '')::uuid[])::uuid[]"


def _grants(table: str, app: str) -> str:
    return (
        f'REVOKE ALL ON "{table}" FROM PUBLIC;'
        f'GRANT {app} ON "{table}" TO tz_app, tz_wide;'
        f'GRANT SELECT, INSERT ON "{table}" TO tz_load;'
        f'GRANT SELECT ON "{table}" TO tz_audit;'
    )


class Gate(RunSQL):
    """Rows are seen and written when one of ``columns`` (place ids) is in the scope; ``wide`` sees all.

    ``admit`` gives another boolean SQL expression over the row in place of the columns' test.
    """

    def __init__(self, table: str, columns: tuple[str, ...] = ("place_id",), app: str = "SELECT, INSERT, UPDATE"):
        admit = " OR ".join(f'"{column}" = ANY ({SCOPE})' for column in columns)
        super().__init__(
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY; ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'
            f'CREATE POLICY by_scope ON "{table}" TO tz_app USING ({admit}) WITH CHECK ({admit});'
            f'CREATE POLICY whole_district ON "{table}" TO tz_wide USING (true) WITH CHECK (true);'
            + _grants(table, app),
            reverse_sql=RunSQL.noop,
        )


class Open(RunSQL):
    """A table without row-level security. The reason is kept as the table's comment; the catalogue walk asks for it."""

    def __init__(self, table: str, *, reason: str, app: str = "SELECT, INSERT, UPDATE"):
        text = reason.replace("'", "''")
        super().__init__(
            f"COMMENT ON TABLE \"{table}\" IS 'open: {text}';" + _grants(table, app), reverse_sql=RunSQL.noop
        )


class Definer(RunSQL):
    """A reviewed function that reads past the walls on behalf of whoever asks.

    ``signature`` as in ``similar(bytea[], int)``, ``body`` everything after it in CREATE FUNCTION (RETURNS, LANGUAGE,
    AS). It may touch only the tables it is granted here, and answers as little as its question needs.
    """

    def __init__(self, signature: str, body: str, *, reads: tuple[str, ...], writes: tuple[str, ...] = ()):
        granted = "".join(f'GRANT SELECT ON "{table}" TO tz_reviewed;' for table in reads)
        granted += "".join(f'GRANT SELECT, INSERT, UPDATE ON "{table}" TO tz_reviewed;' for table in writes)
        super().__init__(
            f"CREATE FUNCTION {signature} {body} SECURITY DEFINER SET search_path = district, pg_temp;"
            f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC;"
            f"GRANT EXECUTE ON FUNCTION {signature} TO tz_app, tz_wide;"
            f"ALTER FUNCTION {signature} OWNER TO tz_reviewed;" + granted,
            reverse_sql=RunSQL.noop,
        )
