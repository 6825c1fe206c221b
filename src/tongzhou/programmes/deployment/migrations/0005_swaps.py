import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0004_volunteers"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.AddField(
            model_name="rota",
            name="cause",
            field=models.CharField(
                choices=[
                    ("plan", "Planned"),
                    ("repair", "Repaired after a drop-out"),
                    ("swap", "Swapped with consent"),
                ],
                default="plan",
                max_length=6,
            ),
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("is_close", models.BooleanField(default=False)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=220)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=100)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "rota",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deployment.rota",
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="swaps", to="deployment.shift"
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="deployment.worker"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "ended_at"], name="swap_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("taken_at", None), ("taker", None)),
                            models.Q(("taken_at__isnull", False), ("taker__isnull", False)),
                            _connector="OR",
                        ),
                        name="swap_taken_facts_belong_together",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rota", None),
                            models.Q(("ended_at__isnull", False), ("taker__isnull", False)),
                            _connector="OR",
                        ),
                        name="swap_done_is_taken",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("shift",), name="shift_is_offered_once"
                    ),
                ],
            },
        ),
        Gate("deployment_swap"),
        RunSQL("GRANT DELETE ON deployment_swap TO tz_wide", RunSQL.noop),
    ]
