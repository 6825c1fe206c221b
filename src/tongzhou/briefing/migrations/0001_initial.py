"""Briefs and their templates."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=2)),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("uploaded_at", models.DateTimeField()),
                ("uploaded_by_name", models.CharField(max_length=220)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Brief",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=12, unique=True)),
                ("content", models.JSONField()),
                ("told", models.JSONField(default=dict)),
                ("words_zh", models.TextField(blank=True)),
                ("words_en", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=220)),
                ("signed_at", models.DateTimeField(null=True)),
                ("signed_by_name", models.CharField(blank=True, max_length=220)),
                ("hash", models.BinaryField(null=True)),
                ("signature", models.BinaryField(null=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "day", "number"), name="brief_number_of_the_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hash", None), ("signature", None), ("signed_at", None)),
                            models.Q(
                                ("hash__isnull", False), ("signature__isnull", False), ("signed_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="brief_signed_is_whole",
                    ),
                ],
            },
        ),
        Gate("briefing_brief", app="SELECT, INSERT, UPDATE, DELETE"),
        Open("briefing_template", reason="a form without anybody's data", app="SELECT, INSERT"),
        # A signed brief holds numbers and no person; whoever holds its code may verify it.
        Definer(
            "briefing_signed(wanted text)",
            """
            RETURNS SETOF briefing_brief LANGUAGE sql STABLE AS $$
                SELECT * FROM briefing_brief WHERE code = wanted AND signed_at IS NOT NULL
            $$
            """,
            reads=("briefing_brief",),
        ),
    ]
