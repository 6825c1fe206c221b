from django.db import migrations, models

from tongzhou.kernel.walls import Definer


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0002_rotas"),
    ]

    operations = [
        migrations.AddField(
            model_name="worker",
            name="feed",
            field=models.BinaryField(null=True, unique=True),
        ),
        Definer(
            "deployment_feed(wanted bytea, since timestamptz)",
            """
            RETURNS TABLE (id uuid, starts_at timestamptz, ends_at timestamptz, place text, role text)
            LANGUAGE sql STABLE AS $$
                SELECT s.id, s.starts_at, s.ends_at, p.name, s.role
                FROM deployment_worker w
                LEFT JOIN deployment_shift s ON s.worker_id = w.id AND s.dropped_at IS NULL AND s.ends_at > since
                LEFT JOIN places_place p ON p.id = s.place_id
                WHERE w.feed = wanted ORDER BY s.starts_at LIMIT 300
            $$
            """,
            reads=("deployment_worker", "deployment_shift", "places_place"),
        ),
    ]
