"""The queue of jobs in its schema: procrastinate's own tables, what we note about failures, and who may touch them.

Every function keeps to its schema whatever the caller's search path; nobody runs one but the logins that need it.
A new release of procrastinate that changes its tables gets a migration here with its delta.
"""

from typing import Any

from django.db import migrations
from procrastinate.schema import SchemaManager

FAILURES = """
CREATE TABLE failures (
    job_id bigint NOT NULL REFERENCES procrastinate_jobs ON DELETE CASCADE,
    at timestamptz NOT NULL,
    why varchar(300) NOT NULL
);
CREATE INDEX failures_job ON failures (job_id);
"""
WALLS = """
DO $$ DECLARE found regprocedure; BEGIN
  FOR found IN SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'jobs' LOOP
    EXECUTE format('ALTER FUNCTION %s SET search_path = jobs, pg_temp', found);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', found);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO tz_app, tz_wide', found);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA jobs TO tz_app;
GRANT SELECT, INSERT ON procrastinate_jobs, procrastinate_events TO tz_wide;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO tz_app, tz_wide;
"""


def make(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as owner:
        owner.execute("SET LOCAL search_path = jobs")
        owner.execute(SchemaManager.get_schema())
        owner.execute(FAILURES)
        owner.execute(WALLS)
        owner.execute("SET LOCAL search_path = district")


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
