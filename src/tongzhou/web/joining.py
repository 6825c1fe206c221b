"""What rooms cannot say to each other because of their floors is joined here, once, at the start."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.urls import reverse

from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.figures import presenting
from tongzhou.figures import queries as figures
from tongzhou.kernel import clock
from tongzhou.matters import queries as matters
from tongzhou.matters import subjects
from tongzhou.people import queries as people
from tongzhou.web import owning, panels
from tongzhou.web.panels import Panel


def join() -> None:
    """Register names for matters and the boxes of the home page."""
    assert owning.ASKED
    subjects.register(_names, address=_page)
    panels.register(Panel(Permission.MATTER_VIEW, "web/_work.html", _work))
    panels.register(Panel(Permission.FIGURE_VIEW, "web/_figures.html", _figures))


def _names(ids: Collection[UUID], by: Actor) -> dict[UUID, str]:
    """Masked names: of those in scope by one look, of the others (work that was sent here) one by one."""
    known = people.masked(ids)
    missing = [one for one in ids if one not in known]
    return known | (people.masked_anywhere(missing) if missing else {})


def _page(person_id: UUID) -> str:
    return reverse("web:person", args=[person_id])


def _work(by: Actor) -> dict[str, Any]:
    return {"counts": matters.counts(by=by)}


def _figures(by: Actor) -> dict[str, Any]:
    """The situation, imported and spread: what is not zero today or was not yesterday. The board has the others.

    Where nothing of the situation was counted, the work done stands here.
    """
    found = [one for one in figures.figures(by.post_id, clock.today(), by=by) if one.value or one.before]
    situation = [one for one in found if one.indicator.family != "work"]
    return {"families": presenting.by_family(situation or found)}
