"""Which answers change what else is shown."""

from typing import Any

from tongzhou.questionnaires.state import Compiled, walk_items


def watched(definition: Compiled) -> frozenset[str]:
    """Questions whose answer changes what is shown elsewhere: only these need a fresh look at the form."""
    found: set[str] = set()
    for item in walk_items(definition["items"]):
        for column in ("relevant", "label", "hint", "required", "read_only", "choice_filter", "repeat_count"):
            _references(item.get(column), found)
        _references(item.get("calculation"), found)
    return frozenset(found)


def _references(part: Any, found: set[str]) -> None:
    if isinstance(part, dict):
        for inner in part.values():
            _references(inner, found)
    elif isinstance(part, list):
        if len(part) > 1 and part[0] == "ref" and isinstance(part[1], str):
            found.add(part[1])
        for inner in part:
            _references(inner, found)
