"""What a view asks of whoever comes: one visible line above it. A view without one is refused to everybody."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tongzhou.access.actors import Actor
from tongzhou.access.models import Device, Duty
from tongzhou.access.permissions import Permission

View = Callable[..., HttpResponse]


class DutyRequest(HttpRequest):
    """A request as the views behind a door see it: somebody on duty stands in it."""

    actor: Actor


class DeviceRequest(DutyRequest):
    """As the views behind a device's door see it; ``actor`` and ``duty`` where the door needs a holder."""

    device: Device
    duty: Duty


@dataclass(frozen=True)
class Door:
    """``permission`` None: a public view when ``is_public``, else any duty will do.

    ``is_device``: an enrolled telephone signs the request; ``needs_holder``: and names who holds it. Its view opens the
    transactions, so that what one entry breaks undoes no other.

    ``is_apart``: answered without a transaction, by a view that must answer when the database does not.
    """

    permission: Permission | None = None
    is_public: bool = False
    is_apart: bool = False
    is_device: bool = False
    needs_holder: bool = True
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


def from_device(*, needs_holder: bool = True) -> Callable[[View], View]:
    """An enrolled device that signs its request; the page's sign-in opens nothing here."""
    return lambda view: _fit(view, Door(is_device=True, needs_holder=needs_holder))


def door_of(view: View) -> Door | None:
    return _doors.get(view)
