"""What changed between two versions of a questionnaire."""

from dataclasses import dataclass
from typing import Any

from tongzhou.questionnaires.state import Compiled, walk_items

COMPARED = (
    "type",
    "label",
    "hint",
    "relevant",
    "constraint",
    "constraint_message",
    "required",
    "default",
    "calculation",
    "choice_filter",
    "list",
    "element",
    "may_decline",
    "parent",
)


@dataclass(frozen=True)
class Difference:
    """`kind` is added, removed or changed; `field` is empty for a whole question, `list` for its choices."""

    kind: str
    key: str
    field: str = ""
    old: Any = None
    new: Any = None


def compare(old: Compiled, new: Compiled) -> list[Difference]:
    before = {item["key"]: item for item in walk_items(old["items"])}
    after = {item["key"]: item for item in walk_items(new["items"])}
    found = [Difference("removed", key, old=before[key].get("label")) for key in before if key not in after]
    for key, item in after.items():
        if key not in before:
            found.append(Difference("added", key, new=item.get("label")))
            continue
        found += [
            Difference("changed", key, field, before[key].get(field), item.get(field))
            for field in COMPARED
            if before[key].get(field) != item.get(field)
        ]
    return found + _lists(old["lists"], new["lists"])


def _lists(old: dict[str, Any], new: dict[str, Any]) -> list[Difference]:
    found = []
    for name in dict.fromkeys([*old, *new]):
        before = {choice["name"]: choice["label"] for choice in old.get(name, [])}
        after = {choice["name"]: choice["label"] for choice in new.get(name, [])}
        for choice in dict.fromkeys([*before, *after]):
            kind = "added" if choice not in before else "removed" if choice not in after else "changed"
            if before.get(choice) != after.get(choice):
                found.append(Difference(kind, f"{name}/{choice}", "choice", before.get(choice), after.get(choice)))
    return found
