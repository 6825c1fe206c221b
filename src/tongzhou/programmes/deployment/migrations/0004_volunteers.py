import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0003_feed"),
        ("places", "0002_stamp_and_tiles"),
        ("units", "0003_sites_and_review"),
    ]

    operations = [
        migrations.AddField(
            model_name="worker",
            name="free_from",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="worker",
            name="free_until",
            field=models.DateField(null=True),
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                ("token", models.BinaryField(unique=True)),
                ("alike", models.BinaryField()),
                (
                    "profession",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("official", "Official"),
                            ("doctor", "Doctor"),
                            ("nurse", "Nurse"),
                            ("police", "Police"),
                            ("logistics", "Logistics"),
                            ("teacher", "Teacher"),
                            ("volunteer", "Volunteer"),
                        ],
                        max_length=10,
                    ),
                ),
                ("skills", models.CharField(blank=True, max_length=60)),
                ("can_work_nights", models.BooleanField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To be vetted"),
                            ("asked", "Asked again"),
                            ("accepted", "Taken on"),
                            ("declined", "Declined"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("question", models.CharField(blank=True, max_length=200)),
                ("answer", models.CharField(blank=True, max_length=200)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_name", models.CharField(blank=True, max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="deployment.worker",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "state", "made_at"], name="volunteer_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="volunteer_days_are_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state__in", ["waiting", "asked"])),
                            models.Q(("decided_at__isnull", False), ("state__in", ["accepted", "declined"])),
                            _connector="OR",
                        ),
                        name="volunteer_decided_facts_belong_together",
                    ),
                ],
            },
        ),
        Gate("deployment_volunteer"),
        RunSQL("GRANT DELETE ON deployment_volunteer TO tz_wide", RunSQL.noop),
        Definer(
            "deployment_volunteered(wanted bytea)",
            """
            RETURNS TABLE (
                id uuid, place_id uuid, place varchar, made_at timestamptz, state varchar, question varchar,
                answer varchar, why varchar, from_on date, until_on date
            ) LANGUAGE sql STABLE AS $$
                SELECT v.id, v.place_id, p.name, v.made_at, v.state, v.question, v.answer, v.why, v.from_on, v.until_on
                  FROM deployment_volunteer v JOIN places_place p ON p.id = v.place_id
                 WHERE v.token = wanted
            $$
            """,
            reads=("deployment_volunteer", "places_place"),
        ),
    ]
