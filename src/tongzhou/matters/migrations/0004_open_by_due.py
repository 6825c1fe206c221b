from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_stages")]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["due_at", "id"], name="matter_open_by_due"
            ),
        ),
    ]
