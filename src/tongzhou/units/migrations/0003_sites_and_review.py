"""Central isolation sites and the review office are units."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0002_clinics"),
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
                    ("site", "Central isolation site"),
                    ("review", "Review office"),
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
                            "site",
                            "review",
                        ],
                    )
                ),
                name="unit_kind_is_known",
            ),
        ),
    ]
