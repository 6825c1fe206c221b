import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.AddField(
            model_name="worker",
            name="away_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leave", "On leave"),
                    ("unfit", "Failed the health check before a shift"),
                    ("stood_down", "Stood down after an exposure"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Rota",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("seconds", models.PositiveSmallIntegerField()),
                ("plan", models.JSONField(default=dict)),
                ("edits", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("asked_by_name", models.CharField(max_length=220)),
                ("solved_at", models.DateTimeField(null=True)),
                ("version", models.PositiveSmallIntegerField(null=True)),
                ("changes", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by_name", models.CharField(blank=True, max_length=220)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "asked_at"], name="rota_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="rota_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("version", None)),
                            models.Q(("published_at__isnull", False), ("version__isnull", False)),
                            _connector="OR",
                        ),
                        name="rota_published_facts_belong_together",
                    ),
                    models.UniqueConstraint(fields=("place", "version"), name="rota_version_is_once_at_a_place"),
                ],
            },
        ),
        Gate("deployment_rota"),
        RunSQL("GRANT DELETE ON deployment_rota TO tz_wide", RunSQL.noop),
    ]
