import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tongzhou.kernel.walls import Definer

#: In plpgsql, whose plans a connection keeps; a function in SQL is parsed and planned at every call.
REMEMBER = """RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    INSERT INTO questionnaires_knownfact AS old (id, person_id, element, place_id, sealed, entry_id, at)
    SELECT gen_random_uuid(), new.* FROM unnest(persons, elements, places, $4, entries, times) AS new
    ON CONFLICT (person_id, element) DO UPDATE
       SET place_id = excluded.place_id, sealed = excluded.sealed, entry_id = excluded.entry_id, at = excluded.at
     WHERE old.sealed IS NULL OR old.entry_id = excluded.entry_id OR excluded.at >= old.at;
END
$$"""
SIGNATURE = (
    "questionnaires_remember(persons uuid[], elements text[], places uuid[], sealed bytea[], entries uuid[],"
    " times timestamptz[])"
)


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial")]

    operations = [
        RunSQL(f"DROP FUNCTION {SIGNATURE}", RunSQL.noop),
        Definer(SIGNATURE, REMEMBER, reads=(), writes=("questionnaires_knownfact",)),
        migrations.AlterField(
            model_name="knownfact",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.place",
            ),
        ),
    ]
