"""Fever clinics are units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unit",
            name="unit_kind_is_known",
        ),
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("headquarters", "Headquarters"),
                    ("department", "Department"),
                    ("town_office", "Town office"),
                    ("committee", "Committee"),
                    ("preparatory", "Preparatory group"),
                    ("firm", "Firm"),
                    ("clinic", "Fever clinic"),
                    ("pharmacy", "Pharmacy"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "headquarters",
                            "department",
                            "town_office",
                            "committee",
                            "preparatory",
                            "firm",
                            "clinic",
                            "pharmacy",
                        ],
                    )
                ),
                name="unit_kind_is_known",
            ),
        ),
    ]
