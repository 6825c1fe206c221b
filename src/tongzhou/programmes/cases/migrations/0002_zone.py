"""What was proposed about the passes of the building."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        migrations.AddField(model_name="case", name="zone_id", field=models.UUIDField(null=True)),
    ]
