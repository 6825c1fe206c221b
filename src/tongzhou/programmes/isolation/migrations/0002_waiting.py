"""An isolation that waits to be ordered by somebody at the door."""

from django.db import migrations, models

STATES = ["waiting", "home", "refused", "central", "ended"]


class Migration(migrations.Migration):
    dependencies = [("isolation", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="isolation",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "To be ordered at the door"),
                    ("home", "At home"),
                    ("refused", "Refuses"),
                    ("central", "Central site"),
                    ("ended", "Ended"),
                ],
                max_length=8,
            ),
        ),
        migrations.RemoveConstraint(model_name="isolation", name="isolation_state_is_known"),
        migrations.AddConstraint(
            model_name="isolation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", STATES)), name="isolation_state_is_known"
            ),
        ),
    ]
