import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Open


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("district", "District"),
                            ("town", "Town"),
                            ("committee", "Residents' committee"),
                            ("village", "Villagers' committee"),
                            ("preparatory", "Preparatory group"),
                            ("desk", "Desk"),
                            ("gate", "Gate"),
                            ("checkpoint", "Road checkpoint"),
                            ("compound", "Compound"),
                            ("firm", "Firm"),
                            ("landmark", "Landmark"),
                        ],
                        max_length=12,
                    ),
                ),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "district",
                                    "town",
                                    "committee",
                                    "village",
                                    "preparatory",
                                    "desk",
                                    "gate",
                                    "checkpoint",
                                    "compound",
                                    "firm",
                                    "landmark",
                                ],
                            )
                        ),
                        name="place_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on", None), ("closed_on__gt", models.F("opened_on")), _connector="OR"
                        ),
                        name="place_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude", None), ("longitude", None)),
                            models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                            _connector="OR",
                        ),
                        name="place_point_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Managed",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="managed", to="places.place"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="managers", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)), fields=("place",), name="place_has_one_manager"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place", models.F("parent")), _negated=True),
                        name="place_does_not_manage_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                        name="managed_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("code", models.CharField(max_length=12)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="codes", to="places.place"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)), fields=("place",), name="place_has_one_code"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)), fields=("code",), name="code_has_one_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^\\d{6}(\\d{3}){0,2}$")), name="code_is_6_9_or_12_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                        name="code_ends_after_it_begins",
                    ),
                ],
            },
        ),
        *(Open(f"places_{table}", reason="divisions and posts are public") for table in ("place", "managed", "code")),
    ]
