"""What a device may hand up, declared by the programme that knows the rule.

A kind goes through the action that the pages use; never write a rule of a programme here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import database
from tongzhou.kernel.errors import RuleBroken
from tongzhou.ledger.errors import IdTaken


class PayloadRefused(RuleBroken):
    code = "payload_refused"


@dataclass(frozen=True, slots=True)
class Handed:
    """An entry as a device hands it up. The readers raise PayloadRefused, which names the field."""

    id: UUID
    kind: str
    occurred_at: datetime
    payload: Mapping[str, Any]

    def text(self, name: str, default: str = "", *, most: int = 200) -> str:
        value = self.payload.get(name, default)
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise PayloadRefused(_("This must be a text of at most %(most)d characters.") % {"most": most}, field=name)
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        value = self.payload.get(name, default)
        if type(value) is not int or abs(value) >= 1 << 31:
            raise PayloadRefused(_("This must be a whole number."), field=name)
        return value

    def number(self, name: str) -> float | None:
        value = self.payload.get(name)
        if value is not None and (type(value) not in (int, float) or abs(value) >= 1 << 31):
            raise PayloadRefused(_("This must be a number."), field=name)
        return value

    def numbers(self, name: str) -> list[float]:
        value = self.payload.get(name, [])
        if not isinstance(value, list) or any(type(one) not in (int, float) or abs(one) >= 1 << 31 for one in value):
            raise PayloadRefused(_("This must be a list of numbers."), field=name)
        return [float(one) for one in value]

    def texts(self, name: str, *, most: int = 100) -> list[str]:
        value = self.payload.get(name, [])
        if not isinstance(value, list) or any(not isinstance(one, str) or len(one) > most for one in value):
            words = {"most": most}
            raise PayloadRefused(_("This must be a list of texts of at most %(most)d characters.") % words, field=name)
        return value

    def flag(self, name: str) -> bool:
        value = self.payload.get(name, False)
        if not isinstance(value, bool):
            raise PayloadRefused(_("This must be yes or no."), field=name)
        return value

    def uuid(self, name: str) -> UUID | None:
        text = self.text(name)
        try:
            return UUID(text) if text else None
        except ValueError as error:
            raise PayloadRefused(_("This must be an id."), field=name) from error

    def hexadecimal(self, name: str, *, most: int) -> bytes:
        try:
            return bytes.fromhex(self.text(name, most=2 * most))
        except ValueError as error:
            raise PayloadRefused(_("This must be written in hexadecimal."), field=name) from error

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.payload.get(name, {})
        if not isinstance(value, dict):
            raise PayloadRefused(_("This must be a group of fields."), field=name)
        return value


@dataclass(frozen=True, slots=True)
class Answer:
    """``already``: it came before, nothing to do. ``refused``: back to its author, ``error`` says why."""

    id: UUID
    status: Literal["stored", "already", "refused"]
    error: RuleBroken | None = None


Take = Callable[[Sequence[Handed], Actor], list[Answer]]


@dataclass(frozen=True)
class SyncKind:
    """``take`` opens the transactions and answers each entry; ``sample`` is a payload that it takes, for the tests."""

    code: str
    permission: Permission
    take: Take
    sample: Mapping[str, Any]


KINDS: dict[str, SyncKind] = {}


def register(kind: SyncKind) -> SyncKind:
    KINDS[kind.code] = kind
    return kind


def each(record: Callable[[Handed, Actor], bool]) -> Take:
    """One transaction an entry; ``record`` says whether it was new."""

    def take(handed: Sequence[Handed], by: Actor) -> list[Answer]:
        return [_one(record, entry, by) for entry in handed]

    return take


def _one(record: Callable[[Handed, Actor], bool], entry: Handed, by: Actor) -> Answer:
    """What the same entry stored at the same moment, through another request, is there at the second try."""
    for _try in range(2):
        try:
            with database.acting(by.scope.places, is_wide=by.is_wide):
                return Answer(entry.id, "stored" if record(entry, by) else "already")
        except RuleBroken as error:
            return Answer(entry.id, "refused", error)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
    return Answer(entry.id, "refused", IdTaken(_("An id in it stands for something else. Enter it anew."), field="id"))
