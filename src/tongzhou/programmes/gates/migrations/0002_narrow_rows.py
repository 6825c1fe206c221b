"""Every check a narrow row of its own. Rows of the older form are let go: nothing of them was in service."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tongzhou.kernel.walls import Gate


def _place() -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey("places.place", django.db.models.deletion.PROTECT, db_index=False, related_name="+")


class Migration(migrations.Migration):
    dependencies = [
        ("gates", "0001_initial"),
    ]

    operations = [
        migrations.DeleteModel("Passage"),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("entry_id", models.UUIDField(primary_key=True, serialize=False)),
                ("batch_id", models.UUIDField()),
                ("zone", _place()),
                ("post", _place()),
                ("at", models.DateTimeField()),
                ("pass_number", models.BigIntegerField(null=True)),
                ("list_number", models.IntegerField()),
                ("keep_until", models.DateField()),
                ("who", models.SmallIntegerField()),
                ("outcome", models.SmallIntegerField()),
                ("reason", models.SmallIntegerField()),
                ("is_out", models.BooleanField()),
                ("is_hot", models.BooleanField()),
                ("household", models.BinaryField(null=True)),
                ("car", models.BinaryField(null=True)),
                ("visit_id", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("pass_number__isnull", False)),
                        fields=["pass_number", "at"],
                        name="passage_of_pass",
                    ),
                    models.Index(fields=["zone", "at"], name="passage_of_zone"),
                    models.Index(fields=["batch_id"], name="passage_of_batch"),
                ],
            },
        ),
        Gate("gates_passage", ("zone_id", "post_id"), app="SELECT, INSERT, DELETE"),
        RunSQL("GRANT DELETE ON gates_passage TO tz_wide", RunSQL.noop),
    ]
