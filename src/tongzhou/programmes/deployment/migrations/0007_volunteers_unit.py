from django.db import migrations
from django.db.migrations.operations import RunSQL

from tongzhou.kernel.walls import Definer


class Migration(migrations.Migration):
    dependencies = [
        ("deployment", "0006_exchanges"),
        ("units", "0001_initial"),
    ]

    operations = [
        RunSQL("DROP FUNCTION deployment_volunteered(bytea)", RunSQL.noop),
        Definer(
            "deployment_volunteered(wanted bytea)",
            """
            RETURNS TABLE (
                id uuid, place_id uuid, place varchar, made_at timestamptz, state varchar, question varchar,
                answer varchar, why varchar, from_on date, until_on date, unit varchar
            ) LANGUAGE sql STABLE AS $$
                SELECT v.id, v.place_id, p.name, v.made_at, v.state, v.question, v.answer, v.why, v.from_on, v.until_on,
                       coalesce(u.name, '')
                  FROM deployment_volunteer v JOIN places_place p ON p.id = v.place_id
                  LEFT JOIN units_unit u ON u.id = v.unit_id
                 WHERE v.token = wanted
            $$
            """,
            reads=("deployment_volunteer", "places_place", "units_unit"),
        ),
    ]
