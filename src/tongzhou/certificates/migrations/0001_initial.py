"""Certificates, and where one that somebody holds was issued."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
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
                        choices=[("residence", "Proof of residence"), ("release", "Notice that observation has ended")],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(max_length=12, unique=True)),
                ("person_id", models.UUIDField()),
                ("masked", models.CharField(max_length=10)),
                ("from_on", models.DateField(null=True)),
                ("until_on", models.DateField(null=True)),
                ("issuer", models.CharField(max_length=100)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.UUIDField()),
                ("issued_by_name", models.CharField(max_length=100)),
                ("signature", models.BinaryField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=200)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "issued_at"], name="certificate_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["residence", "release"])),
                        name="certificate_kind_is_one_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_why", "")),
                            models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="certificate_is_withdrawn_with_a_reason",
                    ),
                ],
            },
        ),
        Gate("certificates_certificate"),
        RunSQL("GRANT DELETE ON certificates_certificate TO tz_wide", RunSQL.noop),
        Definer(
            "certificate_place(asked text)",
            """
            RETURNS TABLE (place uuid) LANGUAGE sql STABLE AS $$
                SELECT c.place_id FROM certificates_certificate c WHERE c.code = asked
            $$""",
            reads=("certificates_certificate",),
        ),
    ]
