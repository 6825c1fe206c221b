import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Gate, Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("sessions", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account_id", models.UUIDField(null=True)),
                ("what", models.CharField(max_length=60)),
                ("path", models.CharField(max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("username", models.CharField(max_length=60, unique=True)),
                ("factor", models.BinaryField(null=True)),
                ("factor_step", models.BigIntegerField(default=0)),
                ("refused_count", models.PositiveSmallIntegerField(default=0)),
                ("locked_until", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="accounts", to="units.staff"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("role", models.CharField(max_length=30)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("basis", models.CharField(max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="access.account"
                    ),
                ),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assigned",
                        to="access.account",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="places.place"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="duties", to="units.unit"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "ends_at"], name="duty_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="duty_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("reason", models.CharField(max_length=200)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.account"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "ends_at"], name="grant_of_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="grant_ends_after_it_starts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("at", models.DateTimeField()),
                ("account_id", models.UUIDField()),
                ("name", models.CharField(max_length=100)),
                ("unit_name", models.CharField(max_length=100)),
                ("role", models.CharField(max_length=30)),
                ("subject_id", models.UUIDField()),
                ("what", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=200)),
                ("keep_until", models.DateField()),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject_id", "at"], name="look_by_subject"),
                    models.Index(fields=["account_id", "at"], name="look_by_account"),
                ],
            },
        ),
        Open(
            "access_account", reason="read before a scope is known; holds no name, and its secrets are hashed or sealed"
        ),
        Open("access_duty", reason="read before a scope is known: it is what the scope is made from"),
        Open("access_attempt", reason="kept on a connection without a scope; holds no name", app="SELECT, INSERT"),
        Open("access_grant", reason="read by the account that holds it; holds no name"),
        Open(
            "django_session",
            reason="read before anybody is known; holds an account and a duty, no name",
            app="SELECT, INSERT, UPDATE, DELETE",
        ),
        Gate("access_look", app="SELECT, INSERT"),
        RunSQL(
            "CREATE POLICY written_by_anybody ON access_look FOR INSERT TO tz_app WITH CHECK (true)",
            reverse_sql=RunSQL.noop,
        ),
    ]
