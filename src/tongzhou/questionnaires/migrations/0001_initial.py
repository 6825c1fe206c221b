import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate, Open

KNOWN = """RETURNS TABLE (person_id uuid, element text, place_id uuid, at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT f.person_id, f.element::text, f.place_id, f.at
      FROM unnest(persons) AS asked (id)
      JOIN questionnaires_knownfact f ON f.person_id = asked.id AND f.element = ANY (elements) AND f.sealed IS NOT NULL
$$"""
REMEMBER = """RETURNS void LANGUAGE sql AS $$
    INSERT INTO questionnaires_knownfact AS old (id, person_id, element, place_id, sealed, entry_id, at)
    SELECT gen_random_uuid(), new.* FROM unnest(persons, elements, places, sealed, entries, times) AS new
    ON CONFLICT (person_id, element) DO UPDATE
       SET place_id = excluded.place_id, sealed = excluded.sealed, entry_id = excluded.entry_id, at = excluded.at
     WHERE old.sealed IS NULL OR old.entry_id = excluded.entry_id OR excluded.at >= old.at
$$"""
UNLEARN = """RETURNS void LANGUAGE sql AS $$
    UPDATE questionnaires_knownfact SET sealed = NULL WHERE entry_id = ANY (entries)
$$"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Questionnaire",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=60, unique=True)),
                ("title", models.JSONField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DataElement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.CharField(max_length=100, unique=True)),
                ("label_zh", models.CharField(max_length=100)),
                ("label_en", models.CharField(max_length=100)),
                (
                    "holds",
                    models.CharField(
                        choices=[
                            ("text", "text"),
                            ("number", "number"),
                            ("integer", "whole number"),
                            ("date", "day"),
                            ("time", "time of day"),
                            ("datetime", "day and time"),
                            ("choice", "one choice"),
                            ("choices", "several choices"),
                            ("point", "point on the map"),
                        ],
                        max_length=10,
                    ),
                ),
                ("standard_name", models.CharField(blank=True, max_length=100)),
                ("owner", models.CharField(max_length=100)),
                ("purpose", models.CharField(max_length=300)),
                ("ends_on", models.DateField()),
                ("fresh_days", models.PositiveSmallIntegerField(null=True)),
                ("is_sensitive", models.BooleanField(default=True)),
                ("recorded_by", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "holds__in",
                                ["text", "number", "integer", "date", "time", "datetime", "choice", "choices", "point"],
                            )
                        ),
                        name="element_type_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", ""), _negated=True), models.Q(("purpose", ""), _negated=True)
                        ),
                        name="element_has_owner_and_purpose",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownFact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("element", models.CharField(max_length=100)),
                ("sealed", models.BinaryField(null=True)),
                ("entry_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["entry_id"], name="fact_of_entry")],
                "constraints": [models.UniqueConstraint(fields=("person_id", "element"), name="fact_is_once_a_person")],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("source", models.BinaryField()),
                ("published_by", models.UUIDField()),
                ("published_by_name", models.CharField(max_length=220)),
                ("published_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "questionnaire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="questionnaires.questionnaire",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("questionnaire", "number"), name="version_number_is_unique"),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("questionnaire", "place", "from_on"),
                        name="version_begins_once_a_day",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None), ("until_on", None)),
                        fields=("questionnaire", "place"),
                        name="version_without_end_is_one",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                        name="version_ends_after_it_begins",
                    ),
                ],
            },
        ),
        Open("questionnaires_dataelement", reason="what may be asked, by whom and why, is public"),
        Open("questionnaires_questionnaire", reason="the questions are public"),
        Open("questionnaires_version", reason="the questions are public; no answer is kept here"),
        Gate("questionnaires_knownfact", app="SELECT"),
        # Where and when something is known of somebody who lives outside the scope; never what.
        Definer("questionnaires_known(persons uuid[], elements text[])", KNOWN, reads=("questionnaires_knownfact",)),
        # A person may have been asked in another village before: the one row of an element is replaced across villages.
        Definer(
            "questionnaires_remember(persons uuid[], elements text[], places uuid[], sealed bytea[], entries uuid[],"
            " times timestamptz[])",
            REMEMBER,
            reads=(),
            writes=("questionnaires_knownfact",),
        ),
        Definer("questionnaires_unlearn(entries uuid[])", UNLEARN, reads=(), writes=("questionnaires_knownfact",)),
    ]
