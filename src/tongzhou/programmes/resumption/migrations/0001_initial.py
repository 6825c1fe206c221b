"""Requirement sheets, firms, applications, staff rows, signatures, visits, and what is answered past the walls."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import SCOPE, Definer, Gate, Open

TABLES = ("firm", "application", "staffer", "signature", "visit")

#: What the firm may know of its own application, by the hash of its code.
FOLLOWED = Definer(
    "resumption_followed(wanted bytea, moment timestamptz)",
    """
    RETURNS TABLE (
        application uuid, place uuid, firm varchar, planned_on date, state varchar, stopped_why varchar, answer varchar,
        staff bigint, waiting varchar[], silent varchar[]
    ) LANGUAGE sql STABLE AS $$
        SELECT a.id, a.place_id, f.name, a.planned_on,
            CASE WHEN a.ended_at IS NULL THEN f.state ELSE coalesce(nullif(m.outcome, 'allowed'), 'stopped') END,
            f.stopped_why,
            coalesce((
                SELECT e.note FROM matters_event e WHERE e.matter_id = m.id AND e.act = 'close'
                 ORDER BY e.number DESC LIMIT 1
            ), ''),
            (SELECT count(*) FROM resumption_staffer s WHERE s.application_id = a.id),
            ARRAY(
                SELECT u.name FROM resumption_signature s JOIN matters_matter o ON o.id = s.matter_id
                  JOIN units_unit u ON u.id = s.unit_id
                 WHERE s.application_id = a.id AND o.closed_at IS NULL AND o.due_at >= moment ORDER BY u.name
            ),
            ARRAY(
                SELECT u.name FROM resumption_signature s JOIN matters_matter o ON o.id = s.matter_id
                  JOIN units_unit u ON u.id = s.unit_id
                 WHERE s.application_id = a.id AND o.closed_at IS NULL AND o.due_at < moment ORDER BY u.name
            )
          FROM resumption_application a
          JOIN resumption_firm f ON f.id = a.firm_id
          JOIN matters_matter m ON m.id = a.matter_id
         WHERE a.token = wanted
    $$
    """,
    reads=(
        *("resumption_application", "resumption_firm", "resumption_staffer", "resumption_signature"),
        *("matters_matter", "matters_event", "units_unit"),
    ),
)

#: Which rows of a list in scope bear a status that holds, or came from elsewhere and are not recorded at all.
STANDINGS = Definer(
    "resumption_standings(wanted uuid, today date)",
    f"""
    RETURNS TABLE (line integer, masked varchar, kind varchar, until_on date) LANGUAGE sql STABLE AS $$
        SELECT s.row, s.masked, coalesce(held.kind, ''), held.until_on
          FROM resumption_staffer s
          LEFT JOIN LATERAL (
            SELECT g.member FROM people_token t CROSS JOIN LATERAL people_group(ARRAY[t.person_id]) g
             WHERE t.token = s.number
          ) known ON true
          LEFT JOIN LATERAL (
            SELECT st.kind, st.until_on FROM people_status st
             WHERE st.person_id = known.member AND st.ended_at IS NULL AND st.from_on <= today
               AND (st.until_on IS NULL OR st.until_on >= today)
          ) held ON true
         WHERE s.application_id = wanted AND (session_user = 'tz_wide' OR s.place_id = ANY ({SCOPE}))
           AND (held.kind IS NOT NULL OR (known.member IS NULL AND s.came_from <> ''))
         GROUP BY s.row, s.masked, held.kind, held.until_on ORDER BY s.row, held.kind
    $$
    """,
    reads=("resumption_staffer", "people_token", "people_status"),
)

#: Which firms that work or want to name one of these persons in their list: the firm alone, nothing of the person.
EMPLOYERS = Definer(
    "resumption_employers(persons uuid[])",
    """
    RETURNS TABLE (firm uuid, place uuid, name varchar) LANGUAGE sql STABLE AS $$
        SELECT DISTINCT f.id, f.place_id, f.name
          FROM people_group(persons) g
          JOIN people_token t ON t.person_id = g.member
          JOIN resumption_staffer s ON s.number = t.token
          JOIN resumption_application a ON a.id = s.application_id AND a.ended_at IS NULL
          JOIN resumption_firm f ON f.id = a.firm_id
         WHERE f.state IN ('checking', 'filing', 'visiting', 'allowed')
    $$
    """,
    reads=("resumption_staffer", "resumption_application", "resumption_firm", "people_token"),
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0002_clinics"),
        ("matters", "0003_stages"),
        ("people", "0002_home"),
    ]

    operations = [
        migrations.CreateModel(
            name="Requirement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("words", models.TextField(max_length=4000)),
                ("document", models.CharField(max_length=200)),
                ("document_on", models.DateField()),
                ("from_at", models.DateTimeField()),
                ("earliest_at", models.DateTimeField()),
                (
                    "exempt",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("city", "Keeps the city running"),
                                ("control", "Needed to control the epidemic"),
                                ("daily", "Daily needs of the people"),
                                ("nation", "National importance"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("departments", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ("published_at", models.DateTimeField()),
                ("published_by_name", models.CharField(max_length=220)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("credit_code", models.CharField(max_length=18, null=True, unique=True)),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("micro", "Fewer than 10"),
                            ("small", "10 to 99"),
                            ("medium", "100 to 999"),
                            ("large", "1,000 and more"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "trade",
                    models.CharField(
                        choices=[
                            ("making", "Manufacturing"),
                            ("building", "Building"),
                            ("trade", "Shops and markets"),
                            ("food", "Restaurants"),
                            ("transport", "Transport and storage"),
                            ("office", "Offices and services"),
                            ("other", "Other"),
                        ],
                        max_length=10,
                    ),
                ),
                ("staff_number", models.PositiveIntegerField()),
                ("from_outside", models.PositiveIntegerField(default=0)),
                ("contact", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "Not asked yet"),
                            ("asked", "Asked and told"),
                            ("checking", "Applied, being checked"),
                            ("filing", "Checked, to be filed"),
                            ("visiting", "Filed, to be visited"),
                            ("allowed", "Allowed to work"),
                            ("sent_back", "Sent back to the firm"),
                            ("stopped", "Stopped"),
                        ],
                        default="listed",
                        max_length=10,
                    ),
                ),
                ("planned_on", models.DateField(null=True)),
                ("script", models.PositiveIntegerField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("asked_by_name", models.CharField(blank=True, max_length=220)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_why", models.CharField(blank=True, max_length=200)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resumption.requirement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("planned_on", models.DateField()),
                (
                    "exempt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("city", "Keeps the city running"),
                            ("control", "Needed to control the epidemic"),
                            ("daily", "Daily needs of the people"),
                            ("nation", "National importance"),
                        ],
                        max_length=8,
                    ),
                ),
                ("plan", models.TextField(max_length=2000)),
                ("promised_by", models.CharField(max_length=100)),
                ("token", models.BinaryField(unique=True)),
                ("matter_id", models.UUIDField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(blank=True, max_length=220)),
                ("checked_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="applications", to="resumption.firm"
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resumption.requirement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("matter_id", models.UUIDField(unique=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="resumption.application",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Staffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("masked", models.CharField(max_length=100)),
                ("number", models.BinaryField()),
                ("came_from", models.CharField(blank=True, max_length=40)),
                ("returned_on", models.DateField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="resumption.application",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="resumption.firm",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=32)),
                ("drawn_at", models.DateTimeField(null=True)),
                (
                    "lacking",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("masks", models.PositiveIntegerField(null=True)),
                ("rooms", models.PositiveIntegerField(null=True)),
                ("verdict", models.CharField(blank=True, max_length=10)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("done_at", models.DateTimeField(null=True)),
                ("done_by", models.UUIDField(null=True)),
                ("done_by_name", models.CharField(blank=True, max_length=220)),
                (
                    "application",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="resumption.application",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="resumption.firm"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="firm",
            index=models.Index(fields=["place", "state"], name="firm_by_place"),
        ),
        migrations.AddConstraint(
            model_name="firm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["listed", "asked", "checking", "filing", "visiting", "allowed", "sent_back", "stopped"],
                    )
                ),
                name="firm_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="firm",
            constraint=models.CheckConstraint(
                condition=models.Q(("told", None), ("asked_at__isnull", False), _connector="OR"),
                name="firm_that_was_told_was_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="firm",
            constraint=models.UniqueConstraint(fields=("place", "name"), name="firm_is_once_at_a_place"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("firm",), name="firm_has_one_application"
            ),
        ),
        migrations.AddIndex(
            model_name="staffer",
            index=models.Index(fields=["number"], name="staffer_by_number"),
        ),
        migrations.AddConstraint(
            model_name="staffer",
            constraint=models.UniqueConstraint(fields=("application", "number"), name="staffer_is_once_in_a_list"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("verdict", "")),
                    models.Q(("done_at__isnull", False), models.Q(("verdict", ""), _negated=True)),
                    _connector="OR",
                ),
                name="visit_done_has_a_verdict",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("verdict", "allowed"), _negated=True), ("lacking", []), _connector="OR"),
                name="allowed_lacks_nothing",
            ),
        ),
        Open("resumption_requirement", reason="what is required of firms; no person", app="SELECT, INSERT"),
        *(Gate(f"resumption_{table}") for table in TABLES),
        *(RunSQL(f"GRANT DELETE ON resumption_{table} TO tz_wide", RunSQL.noop) for table in TABLES),
        FOLLOWED,
        STANDINGS,
        EMPLOYERS,
    ]
