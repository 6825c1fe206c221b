"""Errands."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Errand",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("account_id", models.UUIDField()),
                ("language", models.CharField(max_length=10)),
                ("asked", models.JSONField(default=dict)),
                ("wrapped_key", models.BinaryField()),
                ("given", models.BinaryField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("number", models.BigIntegerField(null=True)),
                ("begun_at", models.DateTimeField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("told", models.JSONField(null=True)),
                ("refused", models.CharField(blank=True, max_length=500)),
                ("result", models.BinaryField(null=True)),
                ("result_name", models.CharField(blank=True, max_length=160)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account_id", "asked_at"], name="errand_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("refused", ""), ("told", None)),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="errand_ends_whole",
                    )
                ],
            },
        ),
        Gate("errands_errand"),
        RunSQL("GRANT DELETE ON errands_errand TO tz_wide", RunSQL.noop),
        # Told through a connection of its own while the work is not committed: only how far it is, and of what is not
        # ended.
        Definer(
            "errands_tell(wanted uuid, at timestamptz, done_now int, total_now int)",
            """
            RETURNS void LANGUAGE sql AS $$
                UPDATE errands_errand SET begun_at = coalesce(begun_at, at), done = done_now, total = total_now
                 WHERE id = wanted AND ended_at IS NULL
            $$
            """,
            reads=("errands_errand",),
            writes=("errands_errand",),
        ),
        Definer(
            "errands_refuse(wanted uuid, at timestamptz, why text)",
            """
            RETURNS void LANGUAGE sql AS $$
                UPDATE errands_errand SET ended_at = at, refused = why, given = NULL
                 WHERE id = wanted AND ended_at IS NULL
            $$
            """,
            reads=("errands_errand",),
            writes=("errands_errand",),
        ),
    ]
