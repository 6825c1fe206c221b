"""Many rows in one statement, whatever their number. Pure SQL of inserts; the caller owns the rule."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from django.db import connections
from django.db.models import Model

from tongzhou.kernel import database

_LENGTH = re.compile(r"\(\d+\)")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of ``model``: values in the order of ``columns`` (its fields); ``once`` passes over those that are there."""

    model: type[Model]
    columns: Sequence[str]
    values: Sequence[Sequence[Any]]
    once: bool = False

    def statement(self) -> tuple[str, list[Any]]:
        """The insert and its values: one value of a column that is the same in every row, an array of another."""
        names, alike, varying = [], [], []
        for name, values in zip(self.columns, zip(*self.values, strict=True), strict=True):
            if values.count(values[0]) < len(values):
                names.append((name, False))
                varying.append(list(values))
            elif values[0] is not None:
                names.append((name, True))
                alike.append(values[0])
        return _sql(self.model, tuple(names), once=self.once), [*alike, *varying]


@lru_cache(maxsize=256)
def _sql(model: type[Model], columns: tuple[tuple[str, bool], ...], *, once: bool) -> str:
    """Of (field, whether it is the same in every row)."""
    known = {field.name: field for field in model._meta.concrete_fields}
    fields = [(known[name], is_alike) for name, is_alike in columns]
    kinds = [_LENGTH.sub("", field.db_type(connections[database.APP]) or "") for field, _is_alike in fields]
    names = ", ".join(f'"{field.column}"' for field, _is_alike in fields)
    shown = ", ".join(
        f"%s::{kind}" if is_alike else f'"{field.column}"{f"::{kind}" if _is_list(kind) else ""}'
        for (field, is_alike), kind in zip(fields, kinds, strict=True)
    )
    varying = [kind for (_field, is_alike), kind in zip(fields, kinds, strict=True) if not is_alike]
    arrays = [f"%s::{'text' if _is_list(kind) else kind}[]" for kind in varying]
    listed = ", ".join(f'"{field.column}"' for field, is_alike in fields if not is_alike)
    source = f" FROM unnest({', '.join(arrays)}) AS rows ({listed})" if arrays else ""
    end = " ON CONFLICT DO NOTHING" if once else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {shown}{source}{end}'


def of(model: type[Model], objects: Sequence[Model]) -> Rows:
    """Objects of the model, as they are."""
    fields, connection = model._meta.concrete_fields, connections[database.APP]
    values = [
        [_plain(field.get_db_prep_save(getattr(one, field.attname), connection=connection)) for field in fields]
        for one in objects
    ]
    return Rows(model, [field.name for field in fields], values)


def listed(values: Sequence[Any] | None) -> str | None:
    """An array as PostgreSQL writes it, of times or numbers: ``unnest`` would take arrays in an array apart."""
    return None if values is None else "{" + ",".join(map(str, values)) + "}"


def _plain(value: Any) -> Any:
    return listed(value) if isinstance(value, list) else value


def _is_list(kind: str) -> bool:
    return kind.endswith("[]")


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
        texts, values = zip(*(part.statement() for part in filled), strict=True)
        before = ", ".join(f"part_{number} AS ({text})" for number, text in enumerate(texts[:-1]))
        database.prepared((f"WITH {before} " if before else "") + texts[-1], [*chain.from_iterable(values)])
