"""Boxes that rooms put on the home page: what is waiting for this duty, right now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission


@dataclass(frozen=True)
class Panel:
    """``context`` is asked only for a duty that includes ``permission``."""

    permission: Permission
    template: str
    context: Callable[[Actor], Mapping[str, Any]]


_panels: list[Panel] = []


def register(panel: Panel) -> None:
    if panel not in _panels:
        _panels.append(panel)


def for_duty(actor: Actor) -> list[dict[str, Any]]:
    """The boxes of this duty, each with its template and what it shows."""
    return [{"template": panel.template, **panel.context(actor)} for panel in _panels if actor.may(panel.permission)]
