"""The registry, handing in, confirming, filling."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.figures.forms import day_of
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import current_tree
from tongzhou.tables import actions, ordering, queries
from tongzhou.tables.errors import AlreadyAnswered, TableUnknown
from tongzhou.tables.models import Table

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.TABLE_FILL)
def tables(request: DutyRequest) -> HttpResponse:
    """The registry; a table is handed in here."""
    error = None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            table = actions.hand_in(
                name=request.POST.get("name", "") or (str(file.name) if file else ""),
                wanted_by=request.POST.get("wanted_by", ""),
                content=file.read() if file else b"",
                by=request.actor,
            )
            return redirect("tables:table", table.id)
        except RuleBroken as refused:
            error = refused
    registry = queries.registry(by=request.actor)
    context = {"tables": queries.tables(by=request.actor), "registry": registry, "error": error}
    return render(request, "tables/tables.html", context, status=422 if error else 200)


def _found(request: DutyRequest, table_id: UUID) -> Table:
    try:
        return queries.table(table_id, by=request.actor)
    except TableUnknown as error:
        raise Http404 from error


@requires(Permission.TABLE_FILL)
def table(request: DutyRequest, table_id: UUID) -> HttpResponse:
    """What its columns mean, filling it, and when it was filled."""
    return _table(request, _found(request, table_id))


def _table(request: DutyRequest, found: Table, **more: Any) -> HttpResponse:
    read = actions.read(bytes(found.content))
    fields = actions.known_fields()
    rows = [
        (one, found.matches.get(one.column.letter, ""), [fields[code].label for code in one.offered])
        for one in read.matches
    ]
    context = {
        **{"table": found, "rows": rows, "fields": [(code, field.label) for code, field in fields.items()]},
        **{"fillings": queries.fillings(found)[:30], "places": _places(request.actor), "day": day_of("")},
        **{"matched": len(found.matches), "formulas": len(read.layout.formulas)},
        **{"orders": queries.orders(found), "ready": queries.ready(found, by=request.actor)[:14]},
        **{"given": {"hour": "7", "until": (clock.today() + timedelta(days=7)).isoformat()}, "errors": {}, **more},
    }
    return render(
        request, "tables/table.html", context, status=422 if more.get("error") or more.get("order_error") else 200
    )


def _places(by: Actor) -> list[tuple[UUID, str]]:
    """The own place and those below it, by their path."""
    tree = current_tree()
    names = [(node.id, " · ".join(step.name for step in tree.path(node.id))) for node in map(tree.get, by.scope.places)]
    return sorted(names, key=lambda pair: pair[1])


@requires(Permission.TABLE_FILL)
@require_POST
def confirm(request: DutyRequest, table_id: UUID) -> HttpResponse:
    _found(request, table_id)
    named = (key for key in request.POST if key.startswith("column-"))
    chosen = {key.removeprefix("column-"): str(request.POST.get(key, "")) for key in named}
    actions.confirm(table_id, chosen, by=request.actor)
    return redirect("tables:table", table_id)


@requires(Permission.TABLE_FILL)
@require_POST
@never_cache
def fill(request: DutyRequest, table_id: UUID) -> HttpResponse:
    """The office's own workbook, filled."""
    found = _found(request, table_id)
    try:
        done = actions.fill(
            table_id,
            _place(request),
            day_of(request.POST.get("day", "")),
            by=request.actor,
            reason=request.POST.get("reason", ""),
            unmasked=bool(request.POST.get("unmasked")),
            again=bool(request.POST.get("again")),
        )
    except AlreadyAnswered as told:
        asked = [(name, request.POST.get(name, "")) for name in ("place", "day", "reason", "unmasked")]
        return _table(request, found, answered=told, asked=asked)
    except RuleBroken as error:
        return _table(request, found, error=error)
    name = quote(f"{found.name}.xlsx")
    return HttpResponse(done.content, _XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})


def _place(request: DutyRequest) -> UUID:
    try:
        return UUID(request.POST.get("place", ""))
    except ValueError:
        return request.actor.post_id


@requires(Permission.TABLE_FILL)
@require_POST
def order(request: DutyRequest, table_id: UUID) -> HttpResponse:
    """Fill it every day at an hour."""
    found = _found(request, table_id)
    given = {name: request.POST.get(name, "") for name in ("hour", "until", "why")}
    hour, until, why = given.values()
    try:
        ordering.order(table_id, _place(request), hour=hour, until=until, reason=why, by=request.actor)
    except RuleBroken as error:
        return _table(request, found, order_error=error, given=given, errors={str(error.field): str(error)})
    return redirect("tables:table", table_id)


@requires(Permission.TABLE_FILL)
@require_POST
def take_back(request: DutyRequest, table_id: UUID, order_id: UUID) -> HttpResponse:
    ordering.take_back(order_id, by=request.actor)
    return redirect("tables:table", table_id)


@requires(Permission.TABLE_FILL)
@require_POST
def end(request: DutyRequest, table_id: UUID) -> HttpResponse:
    _found(request, table_id)
    actions.end(table_id, by=request.actor)
    return redirect("tables:tables")
