"""What the health authority proposes for the list."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    dependencies = [("places", "0002_stamp_and_tiles"), ("riskareas", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("matter_id", models.UUIDField(unique=True)),
                ("code", models.CharField(max_length=6)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(decided_at=None), fields=("code",), name="proposal_of_a_place_waits_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="proposal_ends_after_it_begins"
                    ),
                ],
            },
        ),
        Gate("riskareas_proposal"),
    ]
