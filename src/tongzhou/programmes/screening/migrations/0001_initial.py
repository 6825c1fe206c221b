import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Script",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("firm", "Firm"),
                            ("shop", "Shop"),
                            ("household", "Home of residents"),
                            ("farmhouse", "Farmhouse"),
                            ("shed", "Field shed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("words", models.TextField()),
                ("basis", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("made_by_name", models.CharField(max_length=220)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sort", "version"), name="script_version_is_once")],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("firm", "Firm"),
                            ("shop", "Shop"),
                            ("household", "Home of residents"),
                            ("farmhouse", "Farmhouse"),
                            ("shed", "Field shed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("address", models.CharField(blank=True, max_length=200)),
                ("landmark", models.CharField(blank=True, max_length=200)),
                ("area", models.CharField(blank=True, max_length=40)),
                ("sealed", models.BinaryField()),
                ("wrapped_key", models.BinaryField()),
                ("list_name", models.CharField(max_length=120)),
                ("imported_at", models.DateTimeField()),
                ("imported_by_name", models.CharField(max_length=220)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Reached, asked and told"),
                            ("later", "Asks to be called later"),
                            ("nobody", "Nobody there, no answer"),
                            ("refused", "Refuses to answer"),
                            ("wrong", "Wrong number or address"),
                        ],
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("last_by_name", models.CharField(blank=True, max_length=220)),
                ("call_at", models.DateTimeField(null=True)),
                ("caller_id", models.UUIDField(null=True)),
                ("caller_name", models.CharField(blank=True, max_length=220)),
                ("planned_on", models.DateField(null=True)),
                ("told_version", models.PositiveIntegerField(null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("way", models.CharField(choices=[("visit", "Visit"), ("phone", "Telephone")], max_length=5)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("reached", "Reached, asked and told"),
                            ("later", "Asks to be called later"),
                            ("nobody", "Nobody there, no answer"),
                            ("refused", "Refuses to answer"),
                            ("wrong", "Wrong number or address"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_id", models.UUIDField()),
                ("by_name", models.CharField(max_length=220)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("is_recheck", models.BooleanField(default=False)),
                ("entry_id", models.UUIDField()),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="screening.target"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["place", "outcome"], name="target_by_place"),
        ),
        migrations.AddIndex(
            model_name="target",
            index=models.Index(fields=["caller_id"], name="target_by_caller"),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.CheckConstraint(
                condition=models.Q(("sort__in", ["firm", "shop", "household", "farmhouse", "shed"])),
                name="target_sort_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="target",
            constraint=models.UniqueConstraint(
                fields=("place", "sort", "name", "address", "landmark"), name="target_is_listed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["by_id", "at"], name="contact_by_who"),
        ),
        Gate("screening_target"),
        Gate("screening_contact", app="SELECT, INSERT"),
        Open("screening_script", reason="what is said to everybody; nothing of a person", app="SELECT, INSERT"),
        RunSQL("GRANT DELETE ON screening_target, screening_contact TO tz_wide", RunSQL.noop),
    ]
