"""Ledger entries about a person, in the transaction of the action."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock
from tongzhou.ledger import actions as ledger
from tongzhou.ledger.kinds import Kind
from tongzhou.people.models import Person


def append(entries: Sequence[ledger.Entry], *, by: Actor) -> None:
    """Into the ledger, all or none. Raises the first refusal."""
    for verdict in ledger.append(entries, by=by):
        if verdict.error:
            raise verdict.error


def record(
    kind: Kind,
    person: Person,
    body: Mapping[str, Any],
    *,
    by: Actor,
    key: bytes | None = None,
    secret: Mapping[str, Any] | None = None,
) -> None:
    """One entry about ``person``; ids in ``body`` are spelled out, ``secret`` is sealed under ``key``."""
    spelled = {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}
    entry = ledger.Entry(
        kind.code,
        by.post_id,
        clock.now(),
        subject_id=person.id,
        subject_place_id=person.place_id,
        body=spelled,
        secret=secret,
        key=key,
    )
    append([entry], by=by)
