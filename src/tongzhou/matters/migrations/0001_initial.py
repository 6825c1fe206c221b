import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("receipt", models.CharField(max_length=10)),
                ("case_type", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField(null=True)),
                ("entry_id", models.UUIDField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("accepted", "In hand"),
                            ("returned", "Sent back"),
                            ("closed", "Closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("length", models.PositiveSmallIntegerField(default=1)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("holder_id", models.UUIDField(null=True)),
                ("holder_name", models.CharField(blank=True, max_length=100)),
                ("outcome", models.CharField(max_length=40, null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "owner_unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matters", to="units.unit"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
                (
                    "sender_place",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "sender_unit",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("open", "Opened"),
                            ("accept", "Accepted"),
                            ("transfer", "Transferred"),
                            ("refuse", "Refused and sent back"),
                            ("note", "Note"),
                            ("attempt", "Attempt to reach"),
                            ("set_due", "New due time"),
                            ("close", "Closed"),
                            ("reopen", "Reopened"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting"),
                            ("accepted", "In hand"),
                            ("returned", "Sent back"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("staff_id", models.UUIDField()),
                ("staff_name", models.CharField(max_length=100)),
                ("unit_name", models.CharField(max_length=100)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("outcome", models.CharField(max_length=40, null=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "from_unit",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "sender_place",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.place",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        null=True,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="matters.matter",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["place", "due_at"], name="matter_open_by_place"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["sender_place"], name="matter_open_by_sender"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("closed_at", None)), fields=["holder_id", "due_at"], name="matter_open_by_holder"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["receipt"], name="matter_by_receipt"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["subject_id"], name="matter_by_subject"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["entry_id"], name="matter_by_entry"),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "accepted", "returned", "closed"])),
                name="matter_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("outcome__isnull", False),
                        ("state", "closed"),
                    ),
                    models.Q(
                        models.Q(("state", "closed"), _negated=True),
                        ("closed_at", None),
                        ("closed_by", None),
                        ("outcome", None),
                    ),
                    _connector="OR",
                ),
                name="matter_closed_facts_belong_together",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(("sender_unit", None), ("sender_place__isnull", False), _connector="OR"),
                name="matter_sender_has_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "act__in",
                        ["open", "accept", "transfer", "refuse", "note", "attempt", "set_due", "close", "reopen"],
                    )
                ),
                name="event_act_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "close"), ("outcome__isnull", False)),
                    models.Q(models.Q(("act", "close"), _negated=True), ("outcome", None)),
                    _connector="OR",
                ),
                name="event_outcome_is_of_a_close",
            ),
        ),
        migrations.AddConstraint(
            model_name="event",
            constraint=models.UniqueConstraint(fields=("matter", "number"), name="event_has_its_place_in_the_story"),
        ),
        Gate("matters_matter", ("place_id", "sender_place_id")),
        Gate(
            "matters_event", ("place_id", "sender_place_id"), 'SELECT, INSERT, UPDATE ("place_id", "sender_place_id")'
        ),
    ]
