"""What the documentation must name, asked of the code."""

from pathlib import Path

import click

from tongzhou.access.permissions import Permission
from tongzhou.access.roles import ROLES
from tongzhou.config.cli import main
from tongzhou.matters import diagrams

DOCS = Path(__file__).parents[4] / "docs"


def test_every_permission_and_role_is_named() -> None:
    text = (DOCS / "permissions.md").read_text()
    assert [name for name in [*Permission, *ROLES] if f"`{name}`" not in text] == []


def test_every_command_is_named() -> None:
    text = (DOCS / "commands.md").read_text()
    names = []
    for name, command in main.commands.items():
        below = command.commands if isinstance(command, click.Group) else {"": None}
        names += [f"tongzhou {name} {sub}".strip() for sub in below]
    assert [name for name in names if name not in text] == []


def test_every_decision_is_listed() -> None:
    listed = (DOCS / "adr" / "0001-decisions.md").read_text()
    pages = {path.name for path in (DOCS / "adr").glob("*.md")} - {"0001-decisions.md"}
    assert [page for page in sorted(pages) if page not in listed] == []


def test_case_types_are_drawn_from_their_tables() -> None:
    assert (DOCS / "case-types.md").read_text(encoding="utf-8") == diagrams.page()
