"""Tables, headings and fillings."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Heading",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.CharField(max_length=120, unique=True)),
                ("field", models.CharField(blank=True, max_length=100)),
                ("confirmed_by", models.CharField(max_length=220)),
                ("confirmed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Table",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("wanted_by", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("matches", models.JSONField()),
                ("handed_in_at", models.DateTimeField()),
                ("handed_in_by", models.CharField(max_length=220)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Filling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(max_length=220)),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("is_masked", models.BooleanField(default=True)),
                ("persons", models.PositiveIntegerField()),
                ("reused", models.PositiveIntegerField()),
                ("lacking", models.PositiveIntegerField()),
                ("to_ask", models.PositiveIntegerField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fillings", to="tables.table"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Gate("tables_table"),
        Open("tables_heading", reason="words of headings, no person", app="SELECT, INSERT, UPDATE"),
        Gate("tables_filling", app="SELECT, INSERT"),
    ]
