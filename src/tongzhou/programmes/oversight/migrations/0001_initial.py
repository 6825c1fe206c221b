"""Suggestions, findings, draws and checks, and what a code of a suggestion opens."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0002_clinics"),
        ("matters", "0002_clocks_and_proof"),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("population", models.PositiveIntegerField()),
                ("seed", models.CharField(max_length=32)),
                ("drawn_at", models.DateTimeField()),
                ("drawn_by", models.UUIDField()),
                ("drawn_by_name", models.CharField(max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("photo", models.BinaryField(null=True)),
                ("entry_id", models.UUIDField(null=True)),
                ("found_at", models.DateTimeField()),
                ("found_by", models.UUIDField()),
                ("found_by_name", models.CharField(max_length=220)),
                ("matter_id", models.UUIDField(unique=True)),
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
            name="Check",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("entry_id", models.UUIDField(unique=True)),
                ("person_id", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "way",
                    models.CharField(blank=True, choices=[("phone", "Called"), ("visit", "Visited")], max_length=8),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("holds", "Holds: was asked as recorded"),
                            ("differs", "Was asked, but tells it otherwise"),
                            ("never_asked", "Nobody ever asked"),
                            ("wrong_number", "The number is somebody else's"),
                            ("no_answer", "Does not answer"),
                        ],
                        max_length=12,
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.UUIDField(null=True)),
                ("checked_by_name", models.CharField(blank=True, max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="oversight.draw"
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="oversight.finding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("token", models.BinaryField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=220)),
                ("matter_id", models.UUIDField(unique=True)),
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
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="draw_ends_after_it_begins"
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result", ""),
                    ("result__in", ["holds", "differs", "never_asked", "wrong_number", "no_answer"]),
                    _connector="OR",
                ),
                name="check_result_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checked_at", None), ("result", "")),
                    models.Q(models.Q(("result", ""), _negated=True), ("checked_at__isnull", False)),
                    _connector="OR",
                ),
                name="check_result_has_its_time",
            ),
        ),
        Gate("oversight_suggestion"),
        Gate("oversight_finding"),
        Gate("oversight_draw", app="SELECT, INSERT"),
        Gate("oversight_check"),
        *(
            RunSQL(f"GRANT DELETE ON oversight_{table} TO tz_wide", RunSQL.noop)
            for table in ("suggestion", "finding", "draw", "check")
        ),
        Definer(
            "oversight_followed(wanted bytea)",
            """
            RETURNS TABLE (
                words varchar, made_at timestamptz, place varchar, state varchar, outcome varchar, owner varchar,
                due_at timestamptz, trial_until timestamptz, answer varchar
            ) LANGUAGE sql STABLE AS $$
                SELECT s.words, s.made_at, p.name, m.state, coalesce(m.outcome, ''), u.name, m.due_at,
                    CASE WHEN m.state = 'paused' THEN m.paused_until END,
                    coalesce((
                        SELECT e.note FROM matters_event e WHERE e.matter_id = m.id AND e.act = 'close'
                         ORDER BY e.number DESC LIMIT 1
                    ), '')
                  FROM oversight_suggestion s
                  JOIN places_place p ON p.id = s.place_id
                  JOIN matters_matter m ON m.id = s.matter_id
                  JOIN units_unit u ON u.id = m.owner_unit_id
                 WHERE s.token = wanted
            $$
            """,
            reads=("oversight_suggestion", "places_place", "matters_matter", "matters_event", "units_unit"),
        ),
    ]
