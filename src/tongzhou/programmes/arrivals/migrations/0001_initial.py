"""What travellers announce before they arrive."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.BinaryField()),
                ("expected_on", models.DateField()),
                ("persons", models.PositiveSmallIntegerField()),
                ("phone", models.BinaryField(null=True)),
                ("sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "created_at"], name="announcement_flow"),
                    models.Index(fields=["phone", "created_at"], name="announcement_by_phone"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("token",), name="announcement_opens_by_one_code"),
                    models.CheckConstraint(
                        condition=models.Q(("taken_at", None), ("sealed", b""), _connector="OR"),
                        name="announcement_taken_is_empty",
                    ),
                ],
            },
        ),
        Gate("arrivals_announcement", app="SELECT, INSERT, UPDATE, DELETE"),
        Definer(
            "arrivals_announced(wanted bytea)",
            """
            RETURNS TABLE(id uuid, place_id uuid, sealed bytea, changed_at timestamptz, taken_at timestamptz)
            LANGUAGE sql STABLE AS $$
                SELECT a.id, a.place_id, a.sealed, a.changed_at, a.taken_at
                  FROM arrivals_announcement a WHERE a.token = wanted
            $$
            """,
            reads=("arrivals_announcement",),
        ),
    ]
