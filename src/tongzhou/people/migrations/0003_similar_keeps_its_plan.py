import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tongzhou.people.migrations import _functions


class Migration(migrations.Migration):
    dependencies = [("people", "0002_home")]

    operations = [
        RunSQL(f"DROP FUNCTION {_functions.SIMILAR_CALL}", RunSQL.noop),
        _functions.SIMILAR,
        migrations.AlterField(
            model_name="token",
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
