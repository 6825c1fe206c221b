from django.db import migrations

from tongzhou.kernel.walls import Definer


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        # Where somebody lives, for whoever means to open the record for a reason; nothing else of them.
        Definer(
            "people_home(asked uuid)",
            "RETURNS TABLE (home uuid, masked varchar) LANGUAGE sql STABLE AS "
            "$$SELECT place_id, masked FROM people_person WHERE id = asked$$",
            reads=("people_person",),
        ),
    ]
