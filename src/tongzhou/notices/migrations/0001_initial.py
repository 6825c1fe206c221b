"""Notices."""

from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Open


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("words_zh", models.CharField(max_length=300)),
                ("words_en", models.CharField(blank=True, max_length=300)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=220)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))), name="notice_ends_after_it_begins"
                    )
                ],
            },
        ),
        Open("notices_notice", reason="told to everybody"),
    ]
