"""The toilets of crossings."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Facility",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("free", "Free"), ("used", "To be disinfected"), ("broken", "Out of order")],
                        default="free",
                        max_length=8,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "number"), name="facility_has_its_number"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["free", "used", "broken"])), name="facility_state_is_known"
                    ),
                ],
            },
        ),
        Gate("crossings_facility"),
    ]
