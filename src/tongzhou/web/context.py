"""What the shell of every page needs: who acts, where they may go, how they want it shown."""

from typing import Any

from django.http import HttpRequest

from tongzhou.access.actors import Actor
from tongzhou.notices import queries as notices
from tongzhou.places.queries import current_tree
from tongzhou.web import menu

THEMES = ("light", "dark")
#: So many lines stand side by side in the head of a page; more are folded into their groups.
FLAT = 6
#: So many lines stand at the foot of a telephone's screen, beside the way home.
QUICK = 3


def shell(request: HttpRequest) -> dict[str, Any]:
    actor: Actor | None = getattr(request, "actor", None)
    theme = request.COOKIES.get("theme", "")
    groups = menu.groups(actor)
    lines = [line for group in groups for line in group.lines]
    return {
        "actor": actor,
        "menu": groups,
        "quick": lines[:QUICK],
        "is_menu_flat": len(lines) <= FLAT,
        "is_large": request.COOKIES.get("type") == "large",
        "theme": theme if theme in THEMES else "",
        "post": _post(actor),
        "notices": notices.now_shown(),
    }


def _post(actor: Actor | None) -> str:
    """The name of the place of duty."""
    node = current_tree().nodes.get(actor.post_id) if actor else None
    return node.name if node else ""
