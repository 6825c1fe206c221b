"""What the shell of every page needs: who acts, where they may go, how they want it shown."""

from typing import Any

from django.http import HttpRequest

from tongzhou.access.actors import Actor
from tongzhou.notices import queries as notices
from tongzhou.places.queries import current_tree
from tongzhou.web import menu

THEMES = ("light", "dark")


def shell(request: HttpRequest) -> dict[str, Any]:
    actor: Actor | None = getattr(request, "actor", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "actor": actor,
        "menu": menu.lines(actor),
        "is_large": request.COOKIES.get("type") == "large",
        "theme": theme if theme in THEMES else "",
        "post": _post(actor),
        "notices": notices.now_shown(),
    }


def _post(actor: Actor | None) -> str:
    """The name of the place of duty."""
    node = current_tree().nodes.get(actor.post_id) if actor else None
    return node.name if node else ""
