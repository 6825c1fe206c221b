"""Many rows in one statement, whatever their number. Pure SQL of inserts; the caller owns the rule."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
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
        return _sql(self.model, tuple(self.columns), once=self.once, is_one=len(self.values) == 1)

    def parameters(self) -> Sequence[Any]:
        """Of one row its values, of many an array for each column."""
        return self.values[0] if len(self.values) == 1 else [list(values) for values in zip(*self.values, strict=True)]


@lru_cache(maxsize=256)
def _sql(model: type[Model], columns: tuple[str, ...], *, once: bool, is_one: bool) -> str:
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [known[name] for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    kinds = [(field.db_type(connections[database.APP]) or "").partition("(")[0] for field in fields]
    values = (
        f"VALUES ({', '.join(f'%s::{kind}' for kind in kinds)})"
        if is_one
        else f"SELECT * FROM unnest({', '.join(f'%s::{kind}[]' for kind in kinds)})"
    )
    return f'INSERT INTO "{model._meta.db_table}" ({names}) {values}{" ON CONFLICT DO NOTHING" if once else ""}'


def of(model: type[Model], objects: Sequence[Model]) -> Rows:
    """Objects of the model, as they are."""
    fields, connection = model._meta.concrete_fields, connections[database.APP]
    values = [
        [field.get_db_prep_save(getattr(one, field.attname), connection=connection) for field in fields]
        for one in objects
    ]
    return Rows(model, [field.name for field in fields], values)


_gathered: ContextVar[list[Rows] | None] = ContextVar("gathered", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Let each :func:`insert` inside the block wait for its end: one statement. Never read there what they add."""
    parts: list[Rows] = []
    token = _gathered.set(parts)
    try:
        yield
    finally:
        _gathered.reset(token)
    insert(*parts)


def insert(*parts: Rows) -> None:
    """Insert all of them in one statement (foreign keys are checked at its end); none for no rows."""
    filled, waiting = [part for part in parts if part.values], _gathered.get()
    if waiting is not None:
        waiting += filled
    elif filled:
        before = ", ".join(f"part_{number} AS ({part.sql()})" for number, part in enumerate(filled[:-1]))
        database.prepared(
            (f"WITH {before} " if before else "") + filled[-1].sql(),
            [value for part in filled for value in part.parameters()],
        )
