"""Paths of XForms (`../x`, `/data/group/x`, `current()/../x`) → references, where they lead to one question."""

import re

from tongzhou.questionnaires.xlsform.structure import Node

NAME = r"[^\W\d][\w\-.]*"
PATH = re.compile(
    rf"""(?P<text>"[^"]*"|'[^']*')|(?<![\w)}}\]./])(?P<path>(?:current\(\)/)?(?:(?:\.\./)+|\./|/){NAME}(?:/{NAME})*)"""
    r"(?![\w\-.(/:]|\s*\[)"
)
BY_KEY = "#"


def named(text: str, node: Node, top: list[Node], *, in_filter: bool = False) -> str:
    """`../age > 3` → `${#age} > 3`; what leads nowhere stays. A filter stands in the choices, not in the form."""

    def replaced(match: re.Match[str]) -> str:
        path = match["path"]
        if not path or (in_filter and path.startswith(".")):
            return match[0]
        target = _target(path.removeprefix("current()/"), node, top)
        return f"${{{BY_KEY}{target.key}}}" if target else match[0]

    return PATH.sub(replaced, text)


def _target(path: str, node: Node, top: list[Node]) -> Node | None:
    at: Node | None = node
    steps = path.split("/")
    if path.startswith("/"):
        at, steps = None, steps[2:]  # the first name is the form itself
    if steps[:1] == ["."]:
        steps = steps[1:]
    while steps and steps[0] == "..":
        if at is None:
            return None
        at, steps = at.parent, steps[1:]
    for step in steps:
        children = at.children if at else top
        at = next((child for child in children if child.name == step), None)
        if at is None:
            return None
    return at if at and at.kind != "group" else None
