"""The dwelling board of a compound: which boards there are, one board filled by one touch a flat, one flat's story."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.programmes.screening import boards, forms, presenting
from tongzhou.programmes.screening.actions import dwelling, moving_in
from tongzhou.programmes.screening.errors import NotFound
from tongzhou.programmes.screening.models import Living
from tongzhou.programmes.screening.views import answering


@requires(Permission.SCREEN_WORK)
@never_cache
def index(request: DutyRequest) -> HttpResponse:
    """The own compounds with a board, and how much of each is known."""
    places = [(str(one.id), one.name) for one in boards.homes(by=request.actor)]
    context = {"boards": boards.boards(by=request.actor), "places": places, "headings": " ".join(moving_in.HEADINGS)}
    return render(request, "screening/boards.html", context | {"given": {}, "errors": {}})


@requires(Permission.SCREEN_PLAN)
@never_cache
def take_in(request: DutyRequest) -> HttpResponse:
    """The flats of a compound from a spreadsheet; the bad rows come back as a file."""
    place_id, file = forms.uuid(request.POST.get("place", "")), request.FILES.get("file")
    context: dict[str, Any] = {"places": [(str(one.id), one.name) for one in boards.homes(by=request.actor)]}
    context |= {"headings": " ".join(moving_in.HEADINGS), "boards": boards.boards(by=request.actor)}
    if request.method != "POST":
        return redirect("screening:boards")
    try:
        done = moving_in.take_in(file.read() if file else b"", place_id=place_id or UUID(int=0), by=request.actor)
    except RuleBroken as error:
        context |= answering.wrong(error, request)
        return render(request, "screening/boards.html", context, status=422)
    if done.refused:
        told = {"X-Taken": str(done.taken), "X-Refused": str(len(done.refused))}
        return answering.sheet(done.given_back, "refused", **told)
    return redirect("screening:board", place_id)


@requires(Permission.SCREEN_WORK)
@never_cache
def board(request: DutyRequest, place_id: UUID) -> HttpResponse:
    """One compound by building and floor. A state is chosen, then one touch a flat."""
    by, context = request.actor, dict[str, Any]()
    try:
        if request.method == "POST":
            return _touched(request, place_id)
        listed = boards.flats(place_id, by=by)
    except NotFound as unknown:
        raise Http404 from unknown
    state = request.GET.get("state", "")
    context = {"place": boards.place(place_id, by=by), "buildings": boards.buildings(listed), "listed": listed}
    context |= {"states": [(code, words, boards.MARKS[code]) for code, words in Living.choices], "now": clock.now()}
    context |= {"state": state if state in Living.values else "", "undo": _undo(request, listed)}
    context["counts"] = [(words, sum(one.state == code for one in listed)) for code, words in Living.choices]
    return render(request, "screening/board.html", context)


def _touched(request: DutyRequest, place_id: UUID) -> HttpResponse:
    """Back to the board with the same state chosen, and how to undo it. Raises NotFound."""
    given, by = request.POST, request.actor
    dwelling_id, state = forms.uuid(given.get("flat", "")), given.get("state", "")
    before, _story = boards.flat(dwelling_id or UUID(int=0), by=by)
    if state in Living.values:
        dwelling.mark([before.id], state, by=by)
    asked = {"state": given.get("brush", state), "done": str(before.id), "before": before.state}
    return redirect(f"{reverse('screening:board', args=[place_id])}?{urlencode(asked)}")


def _undo(request: DutyRequest, listed: list[Any]) -> dict[str, Any] | None:
    done, before = request.GET.get("done", ""), request.GET.get("before", "")
    flat = next((one for one in listed if str(one.id) == done), None)
    return {"flat": flat, "before": before} if flat and before in Living.values and before != flat.state else None


@requires(Permission.SCREEN_WORK)
def board_sheet(request: DutyRequest, place_id: UUID) -> HttpResponse:
    """The board as a spreadsheet."""
    try:
        listed = boards.flats(place_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    return answering.sheet(presenting.board(listed, foot=answering.foot(request)), "dwellings")


@requires(Permission.SCREEN_WORK)
@never_cache
def flat(request: DutyRequest, dwelling_id: UUID) -> HttpResponse:
    """One flat: what it is, what it was, who saw it; its visit."""
    try:
        found, story = boards.flat(dwelling_id, by=request.actor)
        if request.method == "POST" and request.POST.get("state") in Living.values:
            dwelling.mark([dwelling_id], request.POST["state"], by=request.actor)
            return redirect("screening:flat", dwelling_id)
    except NotFound as unknown:
        raise Http404 from unknown
    states = [(code, words, boards.MARKS[code]) for code, words in Living.choices]
    return render(request, "screening/flat.html", {"flat": found, "story": story, "states": states})
