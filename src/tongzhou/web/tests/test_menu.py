from typing import cast

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.web import menu


class _Duty:
    """Whoever may do these things and no others."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


def _opens(*permissions: Permission) -> dict[str, list[str]]:
    groups = menu.groups(cast(Actor, _Duty(*permissions)))
    return {str(group.label): [line.name for line in group.lines] for group in groups}


def test_only_what_the_duty_includes_is_shown_and_no_empty_group() -> None:
    assert list(_opens(Permission.LOOK_VIEW).values()) == [["access:looks", "access:attempts"]]


def test_nobody_has_no_menu() -> None:
    assert menu.groups(None) == []


def test_every_line_leads_somewhere_and_stands_once() -> None:
    names = [name for lines in _opens(*Permission).values() for name in lines]
    declared = [line.name for group in menu.MENU for line in group.lines]
    assert sorted(names) == sorted(set(declared)) == sorted(declared)
