"""The late checks ask for the rules of one zone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("passes", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="revocation",
            index=models.Index(condition=models.Q(("zone__isnull", False)), fields=["zone"], name="revocation_of_zone"),
        ),
    ]
