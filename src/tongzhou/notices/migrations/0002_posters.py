"""Words of a place to its residents."""

import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Poster",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=40)),
                ("words_zh", models.CharField(max_length=600)),
                ("words_en", models.CharField(blank=True, max_length=600)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=220)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["place", "until_on"], name="poster_of_place")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))), name="poster_ends_after_it_begins"
                    )
                ],
            },
        ),
        Gate("notices_poster"),
        # Told to every resident: whoever opens the page of a place reads what holds there on the day.
        Definer(
            "notices_posted(wanted uuid[], day date)",
            """
            RETURNS SETOF notices_poster LANGUAGE sql STABLE AS $$
                SELECT * FROM notices_poster
                 WHERE place_id = ANY (wanted) AND from_on <= day AND until_on >= day AND ended_at IS NULL
            $$
            """,
            reads=("notices_poster",),
        ),
    ]
