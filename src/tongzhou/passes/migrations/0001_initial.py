"""Passes, their list of revocations, the profiles of compounds."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Definer, Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                ("number", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "place",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="places.place",
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("relocated", "Relocated households"),
                            ("village", "Village"),
                            ("bought", "Bought homes"),
                            ("rented", "Rented homes"),
                            ("workers", "Workers' lodging"),
                        ],
                        max_length=10,
                    ),
                ),
                ("elderly", models.PositiveSmallIntegerField()),
                ("has_property_firm", models.BooleanField()),
                ("entrances", models.PositiveSmallIntegerField()),
                ("open_entrances", models.PositiveSmallIntegerField()),
                ("outings", models.PositiveSmallIntegerField(null=True)),
                ("days", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("elderly__lte", 100)), name="profile_share_is_of_a_hundred"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("open_entrances__gte", 1), ("open_entrances__lte", models.F("entrances"))),
                        name="profile_has_an_open_gate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("days", None), ("outings", None)),
                            models.Q(("days__gte", 1), ("outings__gte", 1)),
                            _connector="OR",
                        ),
                        name="profile_rule_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("pass_number", models.BigIntegerField(null=True, unique=True)),
                ("zone", models.BigIntegerField(null=True)),
                ("before", models.DateTimeField(null=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("before", None), ("pass_number__isnull", False), ("zone", None)),
                            models.Q(("before__isnull", False), ("pass_number", None), ("zone__isnull", False)),
                            _connector="OR",
                        ),
                        name="revocation_is_of_a_pass_or_of_a_zone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.BigIntegerField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resident", "Resident"),
                            ("household", "Household"),
                            ("traveller", "Traveller"),
                            ("worker", "Worker"),
                            ("vehicle", "Vehicle"),
                            ("temporary", "Temporary"),
                        ],
                        max_length=12,
                    ),
                ),
                ("person_id", models.UUIDField(null=True)),
                ("household_id", models.UUIDField(null=True)),
                ("plate", models.BinaryField(null=True)),
                ("key_number", models.PositiveSmallIntegerField()),
                ("is_paper", models.BooleanField()),
                ("starts_at", models.DateTimeField()),
                ("hours", models.PositiveSmallIntegerField()),
                ("ends_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("issued", "To be handed out"),
                            ("collected", "Handed out"),
                            ("lost", "Lost"),
                            ("replaced", "Replaced"),
                            ("revoked", "Revoked"),
                        ],
                        default="issued",
                        max_length=10,
                    ),
                ),
                ("slot_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("entry_id", models.UUIDField()),
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
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="passes.pass",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "state", "slot_at"], name="pass_of_place"),
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)), fields=["person_id"], name="pass_of_person"
                    ),
                    models.Index(
                        condition=models.Q(("household_id__isnull", False)),
                        fields=["household_id"],
                        name="pass_of_household",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["issued", "collected", "lost", "replaced", "revoked"])),
                        name="pass_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["resident", "household", "traveller", "worker", "vehicle", "temporary"])
                        ),
                        name="pass_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="pass_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 0), ("number__lt", 1152921504606846976)),
                        name="pass_number_has_60_bits",
                    ),
                ],
            },
        ),
        Gate("passes_pass", ("place_id", "recorded_at_id")),
        Open(
            "passes_revocation", reason="numbers of passes and zones: every gate has to know them", app="SELECT, INSERT"
        ),
        Open("passes_key", reason="numbers of keys; what they sign with is derived outside", app="SELECT, INSERT"),
        Gate("passes_profile"),
        RunSQL("GRANT DELETE ON passes_pass TO tz_wide", RunSQL.noop),
        # The holder's own page: asked only with a number whose proof was checked (queries.own).
        Definer(
            "passes_own(wanted bigint)",
            """
            RETURNS TABLE (kind text, place uuid, place_name text, household uuid, key_number int, is_paper bool,
                           starts_at timestamptz, hours int, ends_at timestamptz, state text)
            LANGUAGE sql STABLE AS $$
                SELECT p.kind, p.place_id, l.name, p.household_id, p.key_number::int, p.is_paper,
                       p.starts_at, p.hours::int, p.ends_at, p.state
                FROM passes_pass p JOIN places_place l ON l.id = p.place_id WHERE p.number = wanted
            $$
            """,
            reads=("passes_pass", "places_place"),
        ),
    ]
