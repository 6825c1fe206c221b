"""Ordering other days for an isolation that runs is an act of its own."""

from django.db import migrations, models

ACTS = ["home", "central", "remedy", "transfer", "release", "days"]


class Migration(migrations.Migration):
    dependencies = [("isolation", "0002_waiting")]

    operations = [
        migrations.AlterField(
            model_name="order",
            name="act",
            field=models.CharField(
                choices=[
                    ("home", "Observation at home ordered"),
                    ("central", "Central isolation decided"),
                    ("remedy", "Decision handed over, remedies told"),
                    ("transfer", "Taken to the central site"),
                    ("release", "Observation ended"),
                    ("days", "Other days ordered"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="order", name="order_act_is_known"),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(("act__in", ACTS)), name="order_act_is_known"),
        ),
    ]
