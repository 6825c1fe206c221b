"""A list says more than who: where from, when, by what."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="lead", name="told", field=models.BinaryField(null=True)),
    ]
