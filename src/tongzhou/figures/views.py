"""The board, and the way down from a number to the entries behind it."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.figures import actions, forms, presenting, queries
from tongzhou.figures.forms import Asked
from tongzhou.figures.models import Qualifier
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import current_tree, tile_squares

PAGE = 50


@requires(Permission.FIGURE_VIEW)
def board(request: DutyRequest) -> HttpResponse:
    asked = forms.asked(request.GET, request.actor)
    return render(request, "figures/board.html", _board(request, asked))


def _board(request: DutyRequest, asked: Asked) -> dict[str, Any]:
    by, place, day, code = request.actor, asked.place_id, asked.day, asked.indicator.code
    rows = queries.by_child(code, place, day, by=by)
    trend = queries.trend(code, place, day, by=by)
    return {
        **_where(request, asked),
        "families": presenting.by_family(queries.figures(place, day, by=by)),
        "rows": [(node, value, presenting.board_address(node.id, day, code)) for node, value in rows],
        "tiles": presenting.tiles(rows, tile_squares([node.id for node, _value in rows]), day, code),
        "bars": presenting.bars([(f"{on.month}-{on.day}", value) for on, value in trend]),
        "entries_url": presenting.entries_address(place, day, code),
        "freshest": queries.freshest(place, day, by=by),
        "reported": queries.reported(place, by=by)[:5],
        "qualifiers": Qualifier.choices,
        "may_report": by.may(Permission.FIGURE_REPORT),
    }


def _where(request: DutyRequest, asked: Asked) -> dict[str, Any]:
    tree = current_tree()
    steps = [node for node in tree.path(asked.place_id) if node.id in request.actor.scope]
    crumbs = [(presenting.board_address(node.id, asked.day, asked.indicator.code), node.name) for node in steps]
    return {"asked": asked, "place": tree.get(asked.place_id), "crumbs": crumbs}


@requires(Permission.ENTRY_VIEW)
def entries(request: DutyRequest) -> HttpResponse:
    asked = forms.asked(request.GET, request.actor)
    standings = queries.standings(asked.indicator.code, asked.place_id, asked.day, by=request.actor)
    page = Paginator(standings, PAGE).get_page(request.GET.get("page"))
    shown = {**_where(request, asked), "page": page, "entries": queries.told(queries.entries_behind(page.object_list))}
    return render(request, "figures/entries.html", shown)


@requires(Permission.ENTRY_VIEW)
def entry(request: DutyRequest, entry_id: UUID) -> HttpResponse:
    """One entry with its corrections: the coded keys only. Who it is about is opened apart, with a reason."""
    story = queries.story_of(entry_id)
    if not story:
        raise Http404
    return render(request, "figures/entry.html", {"story": story, "first": story[0], "last": story[-1]})


@requires(Permission.FIGURE_REPORT)
@require_POST
def report(request: DutyRequest) -> HttpResponse:
    asked = forms.asked(request.POST, request.actor)
    post = request.POST
    try:
        actions.report(
            indicator=asked.indicator.code,
            place_id=asked.place_id,
            day=asked.day,
            value=int(post.get("value") or 0),
            qualifier=post.get("qualifier", ""),
            scope_note=post.get("scope_note", ""),
            words=post.get("words", ""),
            by=request.actor,
        )
    except (RuleBroken, ValueError) as error:
        shown = _board(request, asked) | {"error": error, "given": post}
        return render(request, "figures/board.html", shown, status=422)
    return redirect(presenting.board_address(asked.place_id, asked.day, asked.indicator.code))
