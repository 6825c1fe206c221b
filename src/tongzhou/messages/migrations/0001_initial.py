"""Messages and the telephones of staff."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
        ("units", "0003_sites_and_review"),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("given_at", models.DateTimeField()),
                ("keep_until", models.DateField()),
                (
                    "staff",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.staff"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("batch_id", models.UUIDField()),
                ("cause", models.CharField(max_length=40)),
                ("fact_id", models.UUIDField()),
                (
                    "sort",
                    models.CharField(choices=[("person", "Resident"), ("staff", "Member of staff")], max_length=6),
                ),
                ("recipient_id", models.UUIDField()),
                ("words", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=220)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "about to be handed over"),
                            ("handing", "being handed over"),
                            ("handed", "handed over"),
                            ("delivered", "delivered"),
                            ("call", "to be called"),
                            ("failed", "not delivered: call"),
                            ("unsure", "nobody knows whether it arrived: call"),
                            ("no_phone", "no telephone: go and tell"),
                            ("told", "told by a person"),
                            ("given_up", "cannot be reached"),
                        ],
                        max_length=9,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=40)),
                ("calls", models.PositiveSmallIntegerField(default=0)),
                ("called_at", models.DateTimeField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_by_name", models.CharField(blank=True, max_length=220)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "sent_from",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["batch_id"], name="message_of_batch"),
                    models.Index(fields=["sent_from", "made_at"], name="message_by_sender"),
                    models.Index(fields=["place", "made_at"], name="message_by_place"),
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="message_due"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("cause", "fact_id", "recipient_id"), name="message_is_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "waiting",
                                    "handing",
                                    "handed",
                                    "delivered",
                                    "call",
                                    "failed",
                                    "unsure",
                                    "no_phone",
                                    "told",
                                    "given_up",
                                ],
                            )
                        ),
                        name="message_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_at", None), ("told_by_name", "")),
                            ("told_at__isnull", False),
                            _connector="OR",
                        ),
                        name="message_told_is_whole",
                    ),
                ],
            },
        ),
        Gate("messages_message", ("place_id", "sent_from_id")),
        Open("messages_line", reason="sealed telephones of staff, who belong to no place; each read is a look"),
        RunSQL("GRANT DELETE ON messages_message, messages_line TO tz_wide", RunSQL.noop),
    ]
