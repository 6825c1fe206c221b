"""The notices of the platform; and those of a place to its residents, on its public page and on paper."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.notices import actions, paper, posting, queries
from tongzhou.notices.posting import PosterUnknown
from tongzhou.places.queries import current_tree


@requires(Permission.NOTICE_PUBLISH)
def notices(request: DutyRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    given = {name: request.POST.get(name, "") for name in ("words_zh", "words_en", "hours")}
    try:
        actions.publish(**given, by=request.actor)
    except RuleBroken as error:
        return _page(request, error=error, given=given, errors={str(error.field): str(error)})
    return redirect("notices:notices")


def _page(request: DutyRequest, **more: Any) -> HttpResponse:
    context = {"recent": queries.recent(), "now": clock.now(), "given": {"hours": "24"}, "errors": {}, **more}
    return render(request, "notices/notices.html", context, status=422 if more.get("error") else 200)


@requires(Permission.NOTICE_PUBLISH)
@require_POST
def end(request: DutyRequest, notice_id: UUID) -> HttpResponse:
    actions.end(notice_id, by=request.actor)
    return redirect("notices:notices")


@requires(Permission.RESIDENTS_TELL)
def residents(request: DutyRequest) -> HttpResponse:
    """What the places of the duty tell their residents; a new one is told here."""
    if request.method != "POST":
        return _residents(request)
    given = {name: request.POST.get(name, "") for name in ("title", "words_zh", "words_en", "from_on", "until_on")}
    try:
        posting.tell(**given, by=request.actor)
    except Several as error:
        errors = {str(one.field): str(one) for one in error}
        return _residents(request, error=error, given=given, errors=errors)
    return redirect("notices:residents")


def _residents(request: DutyRequest, **more: Any) -> HttpResponse:
    today = clock.today()
    given = {"from_on": today.isoformat(), "until_on": (today + timedelta(days=7)).isoformat()}
    context = {"told": posting.told(by=request.actor)[:40], "today": today, "given": given, "errors": {}, **more}
    return render(request, "notices/residents.html", context, status=422 if more.get("error") else 200)


@requires(Permission.RESIDENTS_TELL)
@require_POST
def take_back(request: DutyRequest, poster_id: UUID) -> HttpResponse:
    try:
        posting.take_back(poster_id, by=request.actor)
    except PosterUnknown as error:
        raise Http404 from error
    return redirect("notices:residents")


@requires(Permission.RESIDENTS_TELL)
def poster(request: DutyRequest, poster_id: UUID) -> HttpResponse:
    """To print: A4, large type, with a square that opens the page of the place."""
    try:
        found = posting.poster(poster_id, by=request.actor)
    except PosterUnknown as error:
        raise Http404 from error
    address = request.build_absolute_uri(reverse("notices:place", args=[found.place_id]))
    headers = {"Content-Disposition": "inline; filename=poster.pdf"}
    return HttpResponse(paper.pdf(found, address=address), "application/pdf", headers=headers)


@public("what a place tells everybody who lives there; no person is named in it")
def place(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """What holds at a place today: its own words, the town's, the district's. Works without a script."""
    tree = current_tree()
    if place_id not in tree.nodes:
        raise Http404
    names = {node.id: node.name for node in tree.path(place_id)}
    english = (get_language() or "zh").startswith("en")
    rows = [
        (one, names[one.place_id], one.words_en if english and one.words_en else one.words_zh)
        for one in posting.standing_at(place_id)
    ]
    return render(request, "notices/place.html", {"name": tree.get(place_id).name, "rows": rows, "place_id": place_id})
