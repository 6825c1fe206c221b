"""Versions, rules, stays and hits."""

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
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("document", models.CharField(blank=True, max_length=200)),
                ("source", models.BinaryField(null=True)),
                ("source_name", models.CharField(blank=True, max_length=120)),
                ("published_at", models.DateTimeField(null=True)),
                ("published_by", models.UUIDField(null=True)),
                ("published_by_name", models.CharField(blank=True, max_length=220)),
                ("entry_id", models.UUIDField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("published_at", None)),
                        fields=("published_at",),
                        name="riskareas_one_draft",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(models.Q(("document", ""), _negated=True), ("entry_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="riskareas_published_has_a_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=6)),
                ("name", models.CharField(max_length=120)),
                ("token", models.BinaryField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("look_back_days", models.PositiveSmallIntegerField()),
                (
                    "follow",
                    models.CharField(
                        choices=[
                            ("observe", "Visit, and 14 days at home from the day they left"),
                            ("ask", "Visit and ask"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="riskareas.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("code", models.CharField(max_length=6)),
                ("entry_id", models.UUIDField()),
                ("until_on", models.DateField()),
                ("over_on", models.DateField()),
                ("matter_id", models.UUIDField()),
                ("status_id", models.UUIDField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "recorded_at",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="hits", to="riskareas.rule"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="riskareas.version"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
                ("token", models.BinaryField()),
                ("until_on", models.DateField()),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "recorded_at",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["token", "until_on"], name="stay_by_place"),
                    models.Index(fields=["person_id"], name="stay_by_person"),
                    models.Index(fields=["entry_id"], name="stay_by_entry"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.UniqueConstraint(fields=("version", "code"), name="rule_of_a_place_is_one"),
        ),
        migrations.AddConstraint(
            model_name="rule",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on", None), ("until_on__gte", models.F("from_on")), _connector="OR"),
                name="rule_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="hit",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["place"], name="hit_at_place"),
        ),
        migrations.AddConstraint(
            model_name="hit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("person_id", "code"), name="hit_of_a_place_is_one"
            ),
        ),
        Open("riskareas_version", reason="the list is public", app="SELECT, INSERT, UPDATE, DELETE"),
        Open("riskareas_rule", reason="the list is public", app="SELECT, INSERT, UPDATE, DELETE"),
        Gate("riskareas_stay", ("place_id", "recorded_at_id"), app="SELECT, INSERT, DELETE"),
        Gate("riskareas_hit", ("place_id", "recorded_at_id")),
    ]
