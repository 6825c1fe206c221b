"""What was proposed for the list of risk areas."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_zone")]

    operations = [
        migrations.AddField(model_name="case", name="listing_id", field=models.UUIDField(null=True)),
    ]
