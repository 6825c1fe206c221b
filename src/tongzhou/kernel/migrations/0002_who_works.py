"""A page of the whole district says whether anybody works on jobs."""

from django.db import migrations
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_jobs"),
    ]

    operations = [
        RunSQL("GRANT SELECT ON jobs.procrastinate_workers TO tz_wide", RunSQL.noop),
    ]
