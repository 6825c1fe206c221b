from django.db import migrations, models

from tongzhou.kernel.walls import Open


class Migration(migrations.Migration):
    dependencies = [("places", "0001_divisions")]

    operations = [
        migrations.CreateModel(
            name="Stamp",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("value", models.UUIDField()),
            ],
        ),
        migrations.AddField("place", "tile_column", models.SmallIntegerField(null=True)),
        migrations.AddField("place", "tile_row", models.SmallIntegerField(null=True)),
        Open("places_stamp", reason="one random value: says only that the tree changed"),
    ]
