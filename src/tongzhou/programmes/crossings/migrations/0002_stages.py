"""Where the stages of a crossing stand."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    dependencies = [
        ("crossings", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("before", "Pre-check"), ("check", "Main check"), ("second", "Second check")],
                        max_length=8,
                    ),
                ),
                ("metres", models.PositiveSmallIntegerField(default=0)),
                ("is_open", models.BooleanField(default=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "kind"), name="stage_stands_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["before", "check", "second"])), name="stage_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_open", False), ("kind", "check"), _negated=True),
                        name="check_is_never_closed",
                    ),
                ],
            },
        ),
        Gate("crossings_stage"),
    ]
