"""Tables by the clock, and what became of asking for one."""

from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


def _id() -> "models.UUIDField[UUID, UUID]":
    return models.UUIDField(default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies = [
        ("tables", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="table",
            name="form",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(model_name="filling", name="answer", field=models.BinaryField(null=True)),
        migrations.CreateModel(
            name="Asking",
            fields=[
                ("id", _id()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=220)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("new", "handed in"),
                            ("same", "the same form was here already"),
                            ("answered", "already answered, nothing has changed"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="askings", to="tables.table"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("id", _id()),
                ("account_id", models.UUIDField()),
                ("duty_id", models.UUIDField()),
                ("language", models.CharField(max_length=10)),
                ("by_name", models.CharField(max_length=220)),
                ("reason", models.CharField(max_length=200)),
                ("hour", models.PositiveSmallIntegerField()),
                ("until_on", models.DateField()),
                ("filled_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_words", models.CharField(blank=True, max_length=200)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="orders", to="tables.table"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hour__lt", 24)), name="order_has_an_hour"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("table", "place", "account_id"),
                        name="order_is_one",
                    ),
                ],
            },
        ),
        Gate("tables_asking", app="SELECT, INSERT"),
        Gate("tables_order"),
    ]
