"""From the work that a case opened to the firm that it stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("resumption", "0001_initial")]

    operations = [
        migrations.AddField(model_name="firm", name="stopped_matter", field=models.UUIDField(null=True)),
    ]
