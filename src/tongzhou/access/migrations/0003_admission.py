import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_devices"),
    ]

    operations = [
        migrations.AddField(
            model_name="holder",
            name="admitted_by",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="invitation",
            name="duty",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.duty"
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="holder",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="access.holder"
            ),
        ),
    ]
