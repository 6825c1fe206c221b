"""The words of a choice no longer name a number of days: the days follow the level."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("riskareas", "0002_proposals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rule",
            name="follow",
            field=models.CharField(
                choices=[
                    ("observe", "Visit, and observation at home from the day they left"),
                    ("ask", "Visit and ask"),
                ],
                max_length=10,
            ),
        ),
    ]
