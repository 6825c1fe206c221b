"""What a request about passes asks for, read out of its fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest
from tongzhou.kernel import clock
from tongzhou.passes import actions, paper, queries
from tongzhou.passes.actions import Wanted
from tongzhou.passes.advising import Way
from tongzhou.passes.codes import Kind
from tongzhou.passes.errors import PassRefused
from tongzhou.passes.models import Pass
from tongzhou.people import households
from tongzhou.people import queries as people
from tongzhou.places.queries import current_tree

HANDING_OUT = "handing out passes"


def address(name: str, *parts: object) -> str:
    return reverse(name, args=parts)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def ids(texts: Sequence[str]) -> list[UUID]:
    """Raises PassRefused when nothing is ticked."""
    found = [wanted for text in texts if (wanted := _uuid(text))]
    if not found:
        raise PassRefused(_("Tick the passes first."))
    return found


def wanted(request: HttpRequest) -> dict[str, Any]:
    given = request.GET
    place_id = _uuid(given.get("place", ""))
    return {"place_id": place_id, "state": given.get("state", ""), "text": given.get("text", "").strip()[:40]}


def page(request: HttpRequest) -> int:
    text = request.GET.get("page", "0")
    return min(int(text), 10_000) if text.isdecimal() and len(text) < 6 else 0


def query(request: HttpRequest) -> str:
    """The filter as it stands in the address, without the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def places(by: Actor) -> list[tuple[str, str]]:
    """The villages, compounds and committees of the duty, by name."""
    tree = current_tree()
    nodes = (tree.nodes.get(place_id) for place_id in by.scope.places)
    honouring = {"village", "committee", "preparatory", "compound"}
    return sorted(((str(one.id), one.name) for one in nodes if one and one.kind in honouring), key=lambda pair: pair[1])


def place(request: HttpRequest, by: Actor) -> UUID:
    """The place that is asked for, else the own post or its first village."""
    asked = _uuid(request.POST.get("place", "") or request.GET.get("place", ""))
    if asked is not None and asked in by.scope:
        return asked
    offered = [UUID(place_id) for place_id, _name in places(by)]
    return by.post_id if by.post_id in offered or not offered else offered[0]


def person(request: HttpRequest) -> dict[str, Any] | None:
    """Whom the pass is for, when the page was opened from somebody's record."""
    person_id = _uuid(request.POST.get("person", "") or request.GET.get("person", ""))
    masked = people.masked([person_id]) if person_id else {}
    return {"id": person_id, "masked": masked[person_id]} if person_id and masked else None


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def one_wanted(request: HttpRequest, by: Actor) -> Wanted:
    given, who = request.POST, person(request)
    kind, person_id = given.get("kind", ""), who["id"] if who else None
    home = households.of([person_id], on=clock.today()).get(person_id) if person_id else None
    return Wanted(
        kind=kind,
        place_id=people.person(person_id).place_id if person_id else place(request, by),
        days=_number(given.get("days", "")) or 0,
        person_id=person_id if kind != Kind.HOUSEHOLD else None,
        household_id=home,
        plate=given.get("plate", ""),
        is_paper=given.get("carrier") != "phone",
    )


def round_wanted(request: HttpRequest, way: Way | None) -> dict[str, Any]:
    given = request.POST
    return {
        "days": _number(given.get("days", "")) or 0,
        "is_paper": given.get("carrier", "paper" if way is None or way.is_paper else "phone") != "phone",
        "first_slot": _moment(given.get("first_slot", "")),
        "an_hour": _number(given.get("an_hour", "")) or 40,
    }


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)
    except ValueError as error:
        raise PassRefused(_("Give the first slot as a day and a time."), field="first_slot") from error


def profile(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    numbers = {
        name: _number(given.get(name, "")) for name in ("elderly", "entrances", "open_entrances", "outings", "days")
    }
    return {**numbers, "sort": given.get("sort", ""), "has_property_firm": given.get("has_property_firm") == "yes"}


def chosen(request: DutyRequest) -> list[Pass]:
    """The ticked passes, else those of the filter; as many as one file holds."""
    found = queries.passes(by=request.actor, **wanted(request))
    ticked = [pass_id for text in request.GET.getlist("pass") if (pass_id := _uuid(text))]
    return list((found.filter(id__in=ticked) if ticked else found)[: paper.MOST])


def act(request: DutyRequest, one: Pass) -> UUID:
    """Do what was pressed; the pass to show afterwards."""
    by, given = request.actor, request.POST
    if given.get("act") == "collect":
        actions.collect([one.id], by=by)
    elif given.get("act") == "lose":
        return actions.lose(one.id, by=by).id
    elif given.get("act") == "revoke":
        actions.revoke(one.id, why=given.get("why", ""), by=by)
    return one.id
