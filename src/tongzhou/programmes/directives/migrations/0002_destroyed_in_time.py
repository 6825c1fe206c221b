"""What is past its day is destroyed by the login of the whole district."""

from django.db import migrations
from django.db.migrations.operations import RunSQL


class Migration(migrations.Migration):
    dependencies = [("directives", "0001_initial")]

    operations = [
        RunSQL("GRANT DELETE ON directives_directive, directives_task TO tz_wide", RunSQL.noop),
    ]
