"""A share may stand for many: an entry that vouches for a batch."""

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tongzhou.figures import sql
from tongzhou.kernel.walls import Definer

#: By name: what stood here before may have had fewer arguments.
_DROP = """
DO $$ DECLARE found regprocedure; BEGIN
    FOR found IN SELECT oid::regprocedure FROM pg_proc
    WHERE proname IN ('figures_standing_of', 'figures_apply') AND pronamespace = current_schema()::regnamespace
    LOOP EXECUTE 'DROP FUNCTION ' || found; END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_initial"),
    ]

    operations = [
        migrations.AddField("standing", "amount", models.IntegerField(default=1, db_default=1)),
        RunSQL(_DROP, RunSQL.noop),
        Definer(sql.STANDING_OF, sql.STANDING_OF_BODY, reads=("figures_standing", "ledger_entry", "people_person")),
        Definer(sql.APPLY, sql.APPLY_BODY, reads=(), writes=("figures_standing", "figures_count")),
    ]
