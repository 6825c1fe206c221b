"""Cases, notices, contacts: seen by the health authority alone."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate

TABLES = ("cases_case", "cases_notice", "cases_contact")


def _closed(table: str) -> str:
    """No duty at a place sees a row: only the login of the whole district, behind the health authority's door."""
    return f'DROP POLICY by_scope ON "{table}"; CREATE POLICY by_scope ON "{table}" TO tz_app USING (false)'


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
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
                            ("suspected", "Suspected"),
                            ("confirmed", "Confirmed case"),
                            ("ruled_out", "Ruled out"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("onset_on", models.DateField()),
                ("noticed_at", models.DateTimeField()),
                ("home_id", models.UUIDField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("kind", models.CharField(max_length=12)),
                ("last_on", models.DateField()),
                ("rule", models.CharField(max_length=20)),
                ("is_close", models.BooleanField()),
                ("matter_id", models.UUIDField(null=True)),
                ("judged_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="cases.case"
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
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suspected", "Suspected"),
                            ("confirmed", "Confirmed case"),
                            ("ruled_out", "Ruled out"),
                            ("recovered", "Recovered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("document", models.CharField(max_length=100)),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=220)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to="cases.case"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["suspected", "confirmed", "ruled_out", "recovered"])),
                name="case_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["suspected", "confirmed"])),
                fields=("person_id",),
                name="case_goes_on_once_for_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("case", "person_id"), name="contact_is_once_of_a_case"),
        ),
        *(
            Gate(table, app="SELECT, INSERT" if table == "cases_notice" else "SELECT, INSERT, UPDATE")
            for table in TABLES
        ),
        *(RunSQL(_closed(table), RunSQL.noop) for table in TABLES),
        RunSQL(f"GRANT DELETE ON {', '.join(TABLES)} TO tz_wide", RunSQL.noop),
    ]
