"""Finding somebody, and one person's record from all sides: masked until a reason is given."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import actions
from tongzhou.people import queries as people
from tongzhou.people.idcheck import IdKind
from tongzhou.people.identities import Identity
from tongzhou.places.queries import current_tree
from tongzhou.web import records


@requires(Permission.PERSON_SEARCH)
@never_cache
def search(request: DutyRequest) -> HttpResponse:
    text, by = request.GET.get("q", "").strip()[:100], request.actor
    number = int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdigit() else 1
    found = people.search(text, by=by, page=number) if text else _village(by, number)
    nodes = current_tree().nodes
    rows = [(one, nodes[one.place_id].name if one.place_id in nodes else "—") for one in found]
    more = number + 1 if len(found) == people.PAGE else None
    return render(request, "web/people.html", {"rows": rows, "q": text, "number": number, "more": more})


def _village(by: Any, page: int) -> list[people.Found]:
    """Without a word to look for: who lives at the post, last recorded first."""
    return people.village_list(by.post_id, by=by, page=page)


@requires(Permission.PERSON_VIEW)
@never_cache
def person(request: DutyRequest, person_id: UUID) -> HttpResponse:
    """Masked at first; a posted reason shows the identity, once. Outside the scope the reason grants minutes."""
    home = records.home_of(person_id, by=request.actor)
    if request.method != "POST":
        return _page(request, home, None)
    try:
        identity = records.opened(home, by=request.actor, reason=request.POST.get("reason", ""))
    except RuleBroken as error:
        return _page(request, home, None, status=422, error=error)
    return _page(request, home, identity)


def _page(
    request: DutyRequest, home: records.Home, identity: Identity | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    sides: Mapping[str, Any] = records.sides(home, identity, by=request.actor)
    context = {"home": home, "identity": identity, "kinds": IdKind.choices, **sides, **more}
    return render(request, "web/person.html", context, status=status)


@requires(Permission.ARRIVAL_REGISTER)
@require_POST
def correct(request: DutyRequest, person_id: UUID) -> HttpResponse:
    """Another spelling, number, telephone or address."""
    post = request.POST
    parts = {name: post.get(name, "") for name in ("name", "id_number", "phone", "address")}
    identity = Identity(**parts, id_kind=post.get("id_kind", IdKind.NONE) if parts["id_number"] else IdKind.NONE)
    try:
        actions.correct_identity(person_id=person_id, identity=identity, by=request.actor)
    except RuleBroken as error:
        return _page(request, records.home_of(person_id, by=request.actor), identity, status=422, error=error)
    return redirect("web:person", person_id)


@requires(Permission.PERSON_MERGE)
@require_POST
def merge(request: DutyRequest, person_id: UUID) -> HttpResponse:
    """Say that another record is this person."""
    try:
        loser = UUID(request.POST.get("other", ""))
        actions.merge(loser_id=loser, survivor_id=person_id, reason=request.POST.get("why", ""), by=request.actor)
    except (RuleBroken, ValueError) as error:
        shown = error if isinstance(error, RuleBroken) else RuleBroken(_("Choose the other record."))
        return _page(request, records.home_of(person_id, by=request.actor), None, status=422, error=shown)
    return redirect("web:person", person_id)


@requires(Permission.PERSON_MERGE)
@require_POST
def unmerge(request: DutyRequest, person_id: UUID) -> HttpResponse:
    """Say that this record is another person after all."""
    actions.unmerge(loser_id=person_id, reason=request.POST.get("why", ""), by=request.actor)
    return redirect("web:person", person_id)
