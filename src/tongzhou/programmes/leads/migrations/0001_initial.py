"""Leads."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list_name", models.CharField(max_length=120)),
                ("row", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                ("matter_id", models.UUIDField()),
                ("imported_at", models.DateTimeField()),
                ("imported_by_name", models.CharField(max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "recorded_at",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "imported_at"], name="lead_by_place")],
            },
        ),
        Gate("leads_lead", ("place_id", "recorded_at_id"), app="SELECT, INSERT"),
        RunSQL("GRANT DELETE ON leads_lead TO tz_wide", RunSQL.noop),
    ]
