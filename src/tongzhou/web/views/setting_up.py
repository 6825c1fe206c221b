"""What the system administrator keeps: places with their posts, units with their staff. No person's record is here."""

from base64 import b64encode
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, sheets
from tongzhou.kernel.errors import RuleBroken
from tongzhou.kernel.sheets import Sheet
from tongzhou.places import actions as places
from tongzhou.places.models import PlaceKind
from tongzhou.places.queries import current_tree
from tongzhou.places.queries import search as search_places
from tongzhou.units import actions as units
from tongzhou.units.queries import members

_XLSX = "data:application/vnd.openxmlformats-officedocument.spreadsheetml.sheet;base64,"
_PLACE_NAMES = {"代码": "code", "名称": "name", "类型": "kind", "上级代码": "parent_code"}
_STAFF_NAMES = {"工号": "number", "姓名": "name", "单位": "unit", "职务": "position"}


def _uploaded(request: HttpRequest, needs: tuple[str, ...], names: dict[str, str]) -> Sheet:
    file = request.FILES.get("file")
    if file is None:
        raise RuleBroken(_("Choose a file first."), field="file")
    return sheets.read(file.read(), needs=needs, names=names)


def _back(sheet: Sheet, refused: list[Any]) -> str:
    return _XLSX + b64encode(sheets.refused(sheet, refused)).decode() if refused else ""


@requires(Permission.PLACE_MANAGE)
def place_list(request: DutyRequest) -> HttpResponse:
    return _places(request)


def _places(request: DutyRequest, status: int = 200, **more: Any) -> HttpResponse:
    tree, text = current_tree(), request.GET.get("q", "").strip()[:60]
    found = search_places(text, within=tree, scope=request.actor.scope, limit=50) if text else _tops(request, tree)
    rows = [(node, PlaceKind(node.kind).label, [step.name for step in tree.path(node.id)[:-1]]) for node in found]
    parents = [(node.id, " · ".join(step.name for step in tree.path(node.id))) for node in tree.nodes.values()]
    shown = {"rows": rows, "q": text, "parents": sorted(parents, key=lambda pair: pair[1]), "kinds": PlaceKind.choices}
    return render(request, "web/places.html", {**shown, **more}, status=status)


def _tops(request: DutyRequest, tree: Any) -> list[Any]:
    """The place of duty with what it manages, or what the asked-for place manages."""
    try:
        asked = UUID(request.GET.get("place", ""))
    except ValueError:
        asked = request.actor.post_id
    at = asked if asked in tree.nodes else request.actor.post_id
    return [tree.get(at), *tree.children(at)] if at in tree.nodes else []


@requires(Permission.PLACE_MANAGE)
@require_POST
def add_place(request: DutyRequest) -> HttpResponse:
    post = request.POST
    try:
        parent = UUID(post.get("parent", ""))
        places.add_place(
            name=post.get("name", ""),
            kind=post.get("kind", ""),
            parent_id=parent,
            on=clock.today(),
            code=post.get("code") or None,
        )
    except RuleBroken as error:
        return _places(request, 422, error=error, given=post)
    except ValueError:
        return _places(request, 422, error=RuleBroken(_("Choose the place that manages it.")), given=post)
    return redirect("web:places")


@requires(Permission.PLACE_MANAGE)
@require_POST
def import_places(request: DutyRequest) -> HttpResponse:
    try:
        sheet = _uploaded(request, ("code", "name", "kind", "parent_code"), _PLACE_NAMES)
    except RuleBroken as error:
        return _places(request, 422, error=error)
    result = places.import_divisions(sheet.rows, on=clock.today())
    return _places(request, imported=result, back=_back(sheet, list(result.refused)))


@requires(Permission.UNIT_MANAGE)
def staff_list(request: DutyRequest) -> HttpResponse:
    return _staff(request)


def _staff(request: DutyRequest, status: int = 200, **more: Any) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:60]
    page = Paginator(members(text), 50).get_page(request.GET.get("page"))
    return render(request, "web/staff.html", {"page": page, "q": text, **more}, status=status)


@requires(Permission.UNIT_MANAGE)
@require_POST
def import_staff(request: DutyRequest) -> HttpResponse:
    try:
        sheet = _uploaded(request, ("number", "name", "unit"), _STAFF_NAMES)
    except RuleBroken as error:
        return _staff(request, 422, error=error)
    result = units.import_staff(sheet.rows, on=clock.today())
    return _staff(request, imported=result, back=_back(sheet, list(result.refused)))
