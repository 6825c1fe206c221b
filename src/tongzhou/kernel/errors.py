"""Errors that a user may read: each names the rule that was broken and what to do next."""

from collections.abc import Iterable, Iterator
from typing import Any


class RuleBroken(Exception):
    """A rule of the work was broken; nothing was stored.

    ``code`` is for programs, ``message`` for people (translatable, says what to do next), ``field`` names the input.
    """

    code = "rule_broken"

    def __init__(self, message: object = "", *, code: str = "", field: str | None = None, row: int | None = None):
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.field = field
        self.row = row

    def __str__(self) -> str:
        return str(self.message)

    def told(self) -> dict[str, Any]:
        """For a program, in plain JSON."""
        return {"code": self.code, "message": str(self), "field": self.field}


class Several(RuleBroken):
    """More than one rule was broken: all are told at once."""

    code = "several"

    def __init__(self, errors: Iterable[RuleBroken]):
        self.errors = tuple(errors)
        super().__init__("; ".join(str(error) for error in self.errors))

    def __iter__(self) -> Iterator[RuleBroken]:
        return iter(self.errors)

    def told(self) -> dict[str, Any]:
        return super().told() | {"errors": [error.told() for error in self.errors]}


class NotAllowed(RuleBroken):
    """The person acting has no duty that permits this."""

    code = "not_allowed"
