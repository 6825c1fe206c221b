"""Isolations, reports, acts on paper, central sites; the key under which the site seals a reading."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import SCOPE, Definer, Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=10)),
                ("beds", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Isolation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("home", "At home"),
                            ("refused", "Refuses"),
                            ("central", "Central site"),
                            ("ended", "Ended"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("team", models.JSONField(default=list)),
                ("basis", models.CharField(blank=True, max_length=200)),
                ("status_id", models.UUIDField(null=True)),
                ("refusal_id", models.UUIDField(null=True)),
                ("appeal_id", models.UUIDField(null=True)),
                ("admitted_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("opened_by_name", models.CharField(max_length=220)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(blank=True, max_length=220)),
                ("ending", models.CharField(blank=True, max_length=12)),
                ("certificate_id", models.UUIDField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "review_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "site_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests",
                        to="isolation.room",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("opened_at", models.DateTimeField()),
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="room",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rooms", to="isolation.site"
            ),
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("home", "Observation at home ordered"),
                            ("central", "Central isolation decided"),
                            ("remedy", "Decision handed over, remedies told"),
                            ("transfer", "Taken to the central site"),
                            ("release", "Observation ended"),
                        ],
                        max_length=8,
                    ),
                ),
                ("basis", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=220)),
                ("confirmed_by_name", models.CharField(blank=True, max_length=220)),
                (
                    "isolation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="isolation.isolation"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "review_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "site_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("act__in", ["home", "central", "remedy", "transfer", "release"])),
                        name="order_act_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                (
                    "slot",
                    models.CharField(
                        choices=[("morning", "By ten in the morning"), ("evening", "By six in the evening")],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                ("channel", models.CharField(blank=True, max_length=12)),
                ("is_alarm", models.BooleanField(default=False)),
                ("entry_id", models.UUIDField(null=True)),
                ("visit_id", models.UUIDField(null=True)),
                (
                    "isolation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="isolation.isolation"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "site_place",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("isolation", "day", "slot"), name="report_is_once_a_slot"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", False), ("entry_id__isnull", False)),
                            models.Q(("at", None), ("visit_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="report_is_given_or_sought",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="isolation",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["place"], name="isolation_open_by_place"
            ),
        ),
        migrations.AddIndex(
            model_name="isolation",
            index=models.Index(
                condition=models.Q(("ended_at", None)), fields=["site_place"], name="isolation_open_by_site"
            ),
        ),
        migrations.AddConstraint(
            model_name="isolation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["home", "refused", "central", "ended"])),
                name="isolation_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="isolation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person_id",), name="isolation_is_once_for_a_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="isolation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at", None)),
                    _connector="OR",
                ),
                name="isolation_end_belongs_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("site", "number"), name="room_is_once_in_a_site"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(("beds__gte", 1), ("beds__lte", 8)), name="room_has_one_to_eight_beds"
            ),
        ),
        Gate("isolation_isolation", ("place_id", "site_place_id", "review_place_id")),
        Gate("isolation_report", ("place_id", "site_place_id")),
        Gate(
            "isolation_order",
            ("place_id", "site_place_id", "review_place_id"),
            app="SELECT, INSERT, UPDATE (site_place_id, review_place_id)",
        ),
        Open("isolation_site", reason="a central site holds no person; whoever sends somebody chooses among them"),
        Open("isolation_room", reason="a room holds no person; who is in it stands with the isolation"),
        RunSQL("GRANT DELETE ON isolation_isolation, isolation_report, isolation_order TO tz_wide", RunSQL.noop),
        Definer(
            "isolation_key(asked uuid)",
            f"""
            RETURNS TABLE (wrapped_key bytea) LANGUAGE sql STABLE AS $$
                SELECT p.wrapped_key FROM people_person p WHERE p.id = asked AND EXISTS (
                    SELECT FROM isolation_isolation i WHERE i.person_id = p.id AND i.ended_at IS NULL
                    AND (i.place_id = ANY ({SCOPE}) OR i.site_place_id = ANY ({SCOPE}))
                )
            $$""",
            reads=("isolation_isolation", "people_person"),
        ),
    ]
