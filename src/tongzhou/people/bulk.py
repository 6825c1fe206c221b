"""Many rows in one statement, whatever their number. Pure SQL of inserts; the caller owns the rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Model

from tongzhou.kernel import database


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of ``model``: values in the order of ``columns`` (its fields); ``once`` passes over those that are there."""

    model: type[Model]
    columns: Sequence[str]
    values: Sequence[Sequence[Any]]
    once: bool = False

    def sql(self) -> str:
        known = {field.name: field for field in self.model._meta.concrete_fields}
        fields = [known[name] for name in self.columns]
        names = ", ".join(f'"{field.column}"' for field in fields)
        arrays = ", ".join(f"%s::{field.db_type(connections[database.current()])}[]" for field in fields)
        end = " ON CONFLICT DO NOTHING" if self.once else ""
        return f'INSERT INTO "{self.model._meta.db_table}" ({names}) SELECT * FROM unnest({arrays}){end}'

    def arrays(self) -> list[list[Any]]:
        return [list(values) for values in zip(*self.values, strict=True)]


def of(objects: Sequence[Model]) -> Rows:
    """Objects of one model, as they are; at least one."""
    fields, connection = objects[0]._meta.concrete_fields, connections[database.current()]
    values = [
        [field.get_db_prep_save(getattr(one, field.attname), connection=connection) for field in fields]
        for one in objects
    ]
    return Rows(type(objects[0]), [field.name for field in fields], values)


def insert(*parts: Rows) -> None:
    """Insert all of them in one statement (foreign keys are checked at its end); none for no rows."""
    filled = [part for part in parts if part.values]
    if not filled:
        return
    before = ", ".join(f"part_{number} AS ({part.sql()})" for number, part in enumerate(filled[:-1]))
    with database.cursor() as statement:
        statement.execute(
            (f"WITH {before} " if before else "") + filled[-1].sql(),
            [array for part in filled for array in part.arrays()],
        )
