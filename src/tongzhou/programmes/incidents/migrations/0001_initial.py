"""Lines of the duty log and its readings."""

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
            name="Reading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("staff_id", models.UUIDField()),
                ("name", models.CharField(max_length=220)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("now", "Now: answer within 30 minutes"),
                            ("today", "Today: answer within 4 hours"),
                            ("log", "Only for the next shift"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("photo", models.BinaryField(null=True)),
                ("matter_id", models.UUIDField(null=True)),
                ("reported_at", models.DateTimeField()),
                ("reported_by", models.UUIDField()),
                ("reported_by_name", models.CharField(max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "above",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "reported_at"], name="incident_of_post")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("urgency__in", ["now", "today", "log"])), name="incident_urgency_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matter_id", None), ("urgency", "log")),
                            models.Q(models.Q(("urgency", "log"), _negated=True), ("matter_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="incident_that_is_urgent_is_a_matter",
                    ),
                ],
            },
        ),
        Gate("incidents_incident", ("place_id", "above_id")),
        Gate("incidents_reading", app="SELECT, INSERT"),
        RunSQL("GRANT DELETE ON incidents_incident TO tz_wide", RunSQL.noop),
    ]
