import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.figures import sql
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
        ("people", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "indicator",
                        "place_id",
                        "day",
                        "slot",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("indicator", models.CharField(max_length=60)),
                ("place_id", models.UUIDField()),
                ("day", models.DateField()),
                ("slot", models.SmallIntegerField()),
                ("value", models.IntegerField()),
                ("moved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "indicator", "counted", "day", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("indicator", models.CharField(max_length=60)),
                ("counted", models.UUIDField()),
                ("whose", models.UUIDField()),
                ("day", models.DateField()),
                ("place_id", models.UUIDField()),
                ("entry_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place_id", "indicator", "day"], name="standing_by_place"),
                    models.Index(fields=["whose"], name="standing_by_whose"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reported",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("indicator", models.CharField(max_length=60)),
                ("day", models.DateField()),
                ("value", models.IntegerField()),
                (
                    "qualifier",
                    models.CharField(
                        choices=[
                            ("exact", "exactly"),
                            ("nearly", "just under"),
                            ("more", "more than"),
                            ("about", "about"),
                        ],
                        default="exact",
                        max_length=10,
                    ),
                ),
                ("counted", models.IntegerField()),
                ("scope_note", models.CharField(blank=True, max_length=200)),
                ("words", models.CharField(blank=True, max_length=200)),
                ("known_at", models.DateTimeField()),
                ("reported_by", models.CharField(max_length=200)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "day"], name="reported_by_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("qualifier__in", ["exact", "nearly", "more", "about"])),
                        name="reported_qualifier_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("value__gte", 0)), name="reported_value_is_not_negative"
                    ),
                ],
            },
        ),
        Gate("figures_standing", app="SELECT"),
        Gate("figures_count", app="SELECT"),
        Gate("figures_reported", app="SELECT, INSERT"),
        Definer(sql.STANDING_OF, sql.STANDING_OF_BODY, reads=("figures_standing", "ledger_entry", "people_person")),
        RunSQL("GRANT DELETE ON figures_standing TO tz_reviewed", RunSQL.noop),
        Definer(sql.APPLY, sql.APPLY_BODY, reads=(), writes=("figures_standing", "figures_count")),
    ]
