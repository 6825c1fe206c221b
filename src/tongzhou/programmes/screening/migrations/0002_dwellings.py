"""The dwelling board: flats and what they were. A flat goes 120 days after it was last seen or listed."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("screening", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="target",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reached", "Reached, asked and told"),
                    ("later", "Asks to be called later"),
                    ("nobody", "Nobody there, no answer"),
                    ("refused", "Refuses to answer"),
                    ("wrong", "Wrong number or address"),
                    ("settled", "Settled on the dwelling board"),
                ],
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="Dwelling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("building", models.CharField(max_length=20)),
                ("flat", models.CharField(max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("occupied", "Lived in"),
                            ("rented", "Rented out"),
                            ("empty", "Empty"),
                            ("visit", "To visit"),
                            ("refused", "Entry refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                ("seen_by_name", models.CharField(blank=True, max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "target",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dwelling",
                        to="screening.target",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("occupied", "Lived in"),
                            ("rented", "Rented out"),
                            ("empty", "Empty"),
                            ("visit", "To visit"),
                            ("refused", "Entry refused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=220)),
                ("entry_id", models.UUIDField()),
                (
                    "dwelling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sightings", to="screening.dwelling"
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
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=models.UniqueConstraint(fields=("place", "building", "flat"), name="dwelling_is_listed_once"),
        ),
        migrations.AddConstraint(
            model_name="dwelling",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["occupied", "rented", "empty", "visit", "refused"])),
                name="dwelling_state_is_known",
            ),
        ),
        Gate("screening_dwelling"),
        Gate("screening_sighting", app="SELECT, INSERT"),
        RunSQL("GRANT DELETE ON screening_dwelling, screening_sighting TO tz_wide", RunSQL.noop),
    ]
