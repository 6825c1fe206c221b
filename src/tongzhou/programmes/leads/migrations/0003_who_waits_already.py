"""Who waits on one list already is no second lead of the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0002_what_else_the_list_says"),
    ]

    operations = [
        migrations.AddField(model_name="lead", name="token", field=models.BinaryField(null=True)),
        migrations.AddIndex(model_name="lead", index=models.Index(fields=["token"], name="lead_by_token")),
    ]
