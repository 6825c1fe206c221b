"""What a view asks of whoever comes: one visible line above it. A view without one is refused to everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission

View = Callable[..., HttpResponse]


class DutyRequest(HttpRequest):
    """A request as the views behind a door see it: somebody on duty stands in it."""

    actor: Actor


@dataclass(frozen=True)
class Door:
    """``permission`` None: a public view when ``is_public``, else any duty will do.

    ``is_apart``: answered without a transaction, by a view that must answer when the database does not.
    """

    permission: Permission | None = None
    is_public: bool = False
    is_apart: bool = False
    reason: str = ""


_doors: dict[View, Door] = {}


def _fit(view: View, door: Door) -> View:
    _doors[view] = door
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """The duty must include ``permission``."""
    return lambda view: _fit(view, Door(permission))


def signed_in(view: View) -> View:
    """Any duty will do."""
    return _fit(view, Door())


def public(reason: str, *, is_apart: bool = False) -> Callable[[View], View]:
    """Anybody may come; ``reason`` says why nothing of a person can be seen through it."""
    return lambda view: _fit(view, Door(is_public=True, is_apart=is_apart, reason=reason))


def door_of(view: View) -> Door | None:
    return _doors.get(view)
