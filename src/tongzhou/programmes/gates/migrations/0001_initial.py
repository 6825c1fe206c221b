"""Which pass went through which gate."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("entry_id", models.UUIDField(primary_key=True, serialize=False)),
                ("pass_number", models.BigIntegerField()),
                ("household", models.BinaryField()),
                ("at", models.DateTimeField()),
                ("is_out", models.BooleanField()),
                ("keep_until", models.DateField()),
                (
                    "post",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pass_number", "at"], name="passage_of_pass"),
                    models.Index(fields=["zone", "at"], name="passage_of_zone"),
                ],
            },
        ),
        Gate("gates_passage", ("zone_id", "post_id"), app="SELECT, INSERT, DELETE"),
        RunSQL("GRANT DELETE ON gates_passage TO tz_wide", RunSQL.noop),
    ]
