from django.db import migrations, models

from tongzhou.kernel.walls import Open


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("shows", models.DateTimeField()),
                ("residents", models.IntegerField()),
            ],
        ),
        Open("demonstration_stamp", reason="says that everybody in this database is invented"),
    ]
