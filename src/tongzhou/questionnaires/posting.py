"""Fields of an HTML form → nested answers. Only fields that the questionnaire has are read."""

from typing import Any

from django.http import HttpRequest, QueryDict

from tongzhou.questionnaires.parsing import DECLINED
from tongzhou.questionnaires.state import MAX_INSTANCES, Compiled, Item, own_items

_ELEMENT = "element."


def from_post(compiled: Compiled, post: QueryDict) -> dict[str, Any]:
    """`_add=members` asks for one more instance of a repeat, `_remove=members-1` for one less: both need no script.

    A page that knows no questionnaire says what it knows by data element, in words: `element.travel.returned_on`.
    """
    return _said(compiled, post) | _read(compiled["items"], post, "")


def _said(compiled: Compiled, post: QueryDict) -> dict[str, Any]:
    said = {name.removeprefix(_ELEMENT): str(words) for name, words in post.items() if name.startswith(_ELEMENT)}
    items = [item for item in own_items(compiled["items"]) if said.get(item.get("element") or "")] if said else []
    worded = {item["key"]: _worded(item, compiled, said[item["element"]]) for item in items}
    return {key: value for key, value in worded.items() if value}


def _worded(item: Item, compiled: Compiled, words: str) -> str:
    """The answer that the words are; of a list the one choice whose label begins so, else none."""
    if item["holds"] != "choice":
        return "" if item["holds"] == "choices" else words
    labels = {choice["name"]: [*choice["label"].values()] for choice in compiled["lists"][item["list"]]}
    found = [name for name, told in labels.items() if any(label.startswith(words) for label in told)]
    return str(found[0]) if len(found) == 1 else ""


def asks_again(request: HttpRequest) -> bool:
    """Whether the post only wants a fresh look at the form: from htmx, or by one of the buttons that need no script."""
    return bool(getattr(request, "htmx", False)) or any(name in request.POST for name in ("_again", "_add", "_remove"))


def _read(items: list[Item], post: QueryDict, prefix: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for item in items:
        name = f"{prefix}{item['key']}"
        if item["kind"] == "group":
            answers.update(_read(item["children"], post, prefix))
        elif item["kind"] == "repeat":
            answers[item["key"]] = _parts(item, post, name)
        elif post.get(f"{name}-declined") and item.get("may_decline"):
            answers[item["key"]] = DECLINED
        elif name in post:
            answers[item["key"]] = post.getlist(name) if item["holds"] == "choices" else post[name]
    return answers


def _parts(item: Item, post: QueryDict, name: str) -> list[dict[str, Any]]:
    text = post.get(f"{name}-count", "0")
    count = min(int(text), MAX_INSTANCES) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    parts = [
        _read(item["children"], post, f"{name}-{place}-")
        for place in range(count)
        if post.get("_remove") != f"{name}-{place}"
    ]
    return [*parts, {}] if post.get("_add") == name and count < MAX_INSTANCES else parts
