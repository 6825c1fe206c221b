from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("riskareas", "0002_proposals"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rule",
            name="follow",
            field=models.CharField(
                choices=[
                    ("observe", "Visit, and observation at home from the day they left"),
                    ("ask", "Visit and ask"),
                ],
                max_length=10,
            ),
        ),
    ]
