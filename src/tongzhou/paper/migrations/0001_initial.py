"""Printed sheets and their rows."""

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
            name="Sheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("version_id", models.UUIDField()),
                ("questionnaire", models.CharField(max_length=100)),
                ("work", models.CharField(blank=True, max_length=40)),
                ("printed_at", models.DateTimeField()),
                ("printed_by_name", models.CharField(max_length=220)),
                ("asked_at", models.DateTimeField(null=True)),
                ("with_staff", models.JSONField(default=list)),
                ("keep_until", models.DateField()),
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
            name="Row",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("person_id", models.UUIDField(null=True)),
                ("home_id", models.UUIDField(null=True)),
                ("entry_id", models.UUIDField(default=tongzhou.kernel.ids.new)),
                ("draft", models.BinaryField(null=True)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("saved_at", models.DateTimeField(null=True)),
                ("saved_by_name", models.CharField(blank=True, max_length=220)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="paper.sheet"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "number"), name="paper_row_has_its_number"),
                    models.CheckConstraint(
                        condition=models.Q(("saved_at", None), ("draft", None), _connector="OR"),
                        name="paper_saved_row_keeps_no_draft",
                    ),
                ],
            },
        ),
        Gate("paper_sheet"),
        Gate("paper_row"),
        RunSQL("GRANT DELETE ON paper_sheet, paper_row TO tz_wide", RunSQL.noop),
    ]
