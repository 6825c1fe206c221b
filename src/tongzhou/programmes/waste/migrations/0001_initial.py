"""Stops of the waste round, and loads."""

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
            name="Load",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("bags", models.PositiveSmallIntegerField()),
                ("handed_at", models.DateTimeField()),
                ("handed_by_name", models.CharField(max_length=220)),
                ("counted", models.PositiveSmallIntegerField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("household_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To fetch"),
                            ("fetched", "Fetched at the door"),
                            ("nothing", "Nothing was out"),
                            ("handed", "Handed over at the lane"),
                            ("arrived", "At the lane"),
                            ("missed", "Missed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("bags", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=220)),
                ("matter_id", models.UUIDField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "load",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="stops", to="waste.load"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="load",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("arrived_at", None), ("counted", None)),
                    models.Q(("arrived_at__isnull", False), ("counted__isnull", False)),
                    _connector="OR",
                ),
                name="load_arrives_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(fields=["day", "place"], name="stop_of_day"),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.UniqueConstraint(fields=("day", "household_id"), name="stop_is_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "fetched", "nothing", "handed", "arrived", "missed"])),
                name="stop_state_is_known",
            ),
        ),
        Gate("waste_stop"),
        Gate("waste_load"),
        RunSQL("GRANT DELETE ON waste_stop, waste_load TO tz_wide", RunSQL.noop),
    ]
