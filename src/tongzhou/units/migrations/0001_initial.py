import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Staff",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.CharField(max_length=30, unique=True)),
                ("name", models.CharField(max_length=100)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("headquarters", "Headquarters"),
                            ("department", "Department"),
                            ("town_office", "Town office"),
                            ("committee", "Committee"),
                            ("preparatory", "Preparatory group"),
                            ("firm", "Firm"),
                            ("pharmacy", "Pharmacy"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="units.unit"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="units", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("position", models.CharField(blank=True, max_length=60)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="units.staff"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["headquarters", "department", "town_office", "committee", "preparatory", "firm", "pharmacy"],
                    )
                ),
                name="unit_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("place", "name"),
                name="unit_name_is_unique_at_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_on", None), ("closed_on__gt", models.F("opened_on")), _connector="OR"),
                name="unit_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on", None)), fields=("staff", "unit"), name="staff_is_once_in_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                name="membership_ends_after_it_begins",
            ),
        ),
        Open("units_unit", reason="offices are public"),
        Open("units_staff", reason="names and numbers of staff stand on what they record"),
        Open("units_membership", reason="who works for which office is public inside"),
    ]
