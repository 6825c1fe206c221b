from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate, Open
from tongzhou.ledger import partitions

TABLE = """
CREATE TABLE ledger_entry (
    id uuid NOT NULL,
    kind text NOT NULL,
    place_id uuid NOT NULL,
    subject_id uuid,
    subject_place_id uuid,
    visit_id uuid,
    corrects uuid,
    occurred_at timestamptz NOT NULL,
    authors uuid[] NOT NULL CONSTRAINT entry_has_an_author CHECK (cardinality(authors) > 0),
    body jsonb NOT NULL,
    town_id uuid NOT NULL,
    received_at timestamptz NOT NULL,
    unit_id uuid NOT NULL,
    device text NOT NULL,
    channel text NOT NULL,
    sealed bytea,
    keep_until date NOT NULL,
    content bytea NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT ledger_entry_key PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE TABLE ledger_entry_default PARTITION OF ledger_entry DEFAULT;
CREATE INDEX entry_by_subject ON ledger_entry (subject_id);
CREATE INDEX entry_by_place ON ledger_entry (place_id, occurred_at);
CREATE INDEX entry_by_subject_place ON ledger_entry (subject_place_id, occurred_at);
CREATE INDEX entry_by_corrected ON ledger_entry (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX entry_by_receipt ON ledger_entry USING brin (received_at);
"""

JUDGE = """
RETURNS TABLE (entry uuid, is_same boolean) LANGUAGE sql VOLATILE AS $$
    SELECT asked.id, held.content = asked.content
    FROM unnest(ids, contents) AS asked(id, content) JOIN ledger_entry held ON held.id = asked.id
$$
"""

# Invoker's rights: the policy holds. The lock is shared with other writers and taken exclusively by the sealer; each
# statement sees what was committed before it began, so a root that the sealer just wrote is seen here.
APPEND = """
CREATE FUNCTION ledger_append(batch ledger_entry[], locks bigint[], towns uuid[], day date)
RETURNS TABLE (sealed_until date, entry uuid, is_same boolean) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    kept uuid[];
    sealed date;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(number) FROM unnest(locks) AS number;
    SELECT max(r.day) INTO sealed FROM ledger_root r WHERE r.town_id = ANY (towns);
    IF sealed >= ledger_append.day THEN
        RETURN QUERY SELECT sealed, NULL::uuid, NULL::boolean;
        RETURN;
    END IF;
    WITH added AS (
        INSERT INTO ledger_entry SELECT handed.* FROM unnest(batch) AS handed ON CONFLICT (id) DO NOTHING RETURNING id
    )
    SELECT array_agg(id) INTO kept FROM added;
    IF cardinality(kept) = cardinality(batch) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT NULL::date, j.entry, j.is_same FROM (
        SELECT array_agg(handed.id) AS ids, array_agg(handed.content) AS contents
        FROM unnest(batch) AS handed WHERE handed.id <> ALL (coalesce(kept, '{}'))
    ) AS missed, ledger_judge(missed.ids, missed.contents) AS j;
END
$$;
REVOKE ALL ON FUNCTION ledger_append(ledger_entry[], bigint[], uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_append(ledger_entry[], bigint[], uuid[], date) TO tz_app, tz_wide;
"""


def ensure_partitions(apps: Any, schema_editor: Any) -> None:
    partitions.ensure_ahead(alias=schema_editor.connection.alias)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Root",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("town_id", models.UUIDField()),
                ("day", models.DateField()),
                ("count", models.PositiveIntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_root",
                "constraints": [models.UniqueConstraint(fields=("town_id", "day"), name="root_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Stored",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("place_id", models.UUIDField()),
                ("subject_id", models.UUIDField(null=True)),
                ("subject_place_id", models.UUIDField(null=True)),
                ("visit_id", models.UUIDField(null=True)),
                ("corrects", models.UUIDField(null=True)),
                ("occurred_at", models.DateTimeField()),
                ("authors", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("body", models.JSONField()),
                ("town_id", models.UUIDField()),
                ("received_at", models.DateTimeField()),
                ("unit_id", models.UUIDField()),
                ("device", models.TextField()),
                ("channel", models.TextField()),
                ("sealed", models.BinaryField(null=True)),
                ("keep_until", models.DateField()),
                ("content", models.BinaryField()),
                ("seal", models.BinaryField()),
            ],
            options={"db_table": "ledger_entry", "managed": False},
        ),
        Open("ledger_root", reason="a hash says nothing about anybody", app="SELECT"),
        migrations.RunSQL(TABLE, migrations.RunSQL.noop),
        Gate("ledger_entry", ("place_id", "subject_place_id"), app="SELECT, INSERT"),
        Definer("ledger_judge(ids uuid[], contents bytea[])", JUDGE, reads=("ledger_entry",)),
        migrations.RunSQL(APPEND, migrations.RunSQL.noop),
        migrations.RunPython(ensure_partitions, migrations.RunPython.noop),
    ]
