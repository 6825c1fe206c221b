import django.db.models.deletion
from django.db import migrations, models

import tongzhou.kernel.ids
from tongzhou.kernel.walls import Open

_ALL = "SELECT, INSERT, UPDATE, DELETE"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("places", "0002_stamp_and_tiles"),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("algorithm", models.CharField(choices=[("Ed25519", "Ed25519"), ("P-256", "P256")], max_length=8)),
                ("public_key", models.BinaryField(unique=True)),
                ("enrolled_by", models.UUIDField()),
                ("enrolled_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("is_lost", models.BooleanField(default=False)),
                ("heard_at", models.DateTimeField(null=True)),
                ("clock_offset", models.BigIntegerField(default=0)),
                ("version", models.CharField(blank=True, max_length=20)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holders", to="access.device"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.duty"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tongzhou.kernel.ids.new, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token", models.BinaryField(unique=True)),
                ("made_by", models.UUIDField()),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "place",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.place"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("enrolled_at"))), name="device_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_lost", False), ("withdrawn_at__isnull", False), _connector="OR"),
                name="a_lost_device_is_withdrawn",
            ),
        ),
        Open(
            "access_device",
            reason="read before a scope is known: it says which telephone speaks; holds no name",
            app=_ALL,
        ),
        Open("access_invitation", reason="asked by a device that is nobody yet; holds a hash and a place", app=_ALL),
        Open("access_holder", reason="read before a scope is known: it says on which duty a device is held", app=_ALL),
    ]
