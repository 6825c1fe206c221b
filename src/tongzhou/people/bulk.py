"""Many rows in one statement, whatever their number. Pure SQL of inserts; the caller owns the rule."""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import Model

from tongzhou.kernel import database


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, once: bool = False) -> None:
    """Insert ``rows`` (values in the order of ``columns``, fields of ``model``); ``once`` passes over those that are
    there. One statement, none for no rows."""
    if not rows:
        return
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    arrays = ", ".join(f"%s::{field.db_type(connections[database.current()])}[]" for field in fields)
    end = " ON CONFLICT DO NOTHING" if once else ""
    with database.cursor() as statement:
        statement.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays}){end}',
            [list(values) for values in zip(*rows, strict=True)],
        )
