"""On the own telephone: the own shifts, checking in (by the post's square too), handing over, offering and taking."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places.queries import current_tree
from tongzhou.programmes.deployment import days, forms, swaps
from tongzhou.programmes.deployment.actions import arriving, relieving, swapping
from tongzhou.programmes.deployment.views.staff import status, wrong

_NONE = UUID(int=0)


@requires(Permission.SHIFT_VIEW)
@never_cache
def mine(request: DutyRequest) -> HttpResponse:
    """Where, when, with whom, what the shift before left; checking in, handing over, swapping."""
    context: dict[str, Any] = {}
    if request.method == "POST":
        act = request.POST.get("act", "")
        try:
            _act(request, act)
            return redirect(f"{reverse('deployment:mine')}?done={act if act in _DONE else 'in'}")
        except RuleBroken as error:
            context = wrong(error, request)
    own = days.mine(by=request.actor)
    context |= {
        **{"own": own.shifts, "relieves": own.relieves, "offers": swaps.open_to(by=request.actor)},
        **{"taken": own.taken, "may_give": [one.shift for one in own.shifts if one.is_ahead]},
        "done": request.GET.get("done"),
    }
    return render(request, "deployment/mine.html", context, status=status(context))


_DONE = frozenset({"hand_over", "offer", "withdraw", "take", "give", "agree", "step_back", "relieved", "unfit"})


def _act(request: DutyRequest, act: str) -> None:
    by, given = request.actor, request.POST
    shift_id, swap_id = (forms.uuid(given.get(name, "")) or _NONE for name in ("shift", "swap"))
    if act == "hand_over":
        arriving.hand_over(shift_id, given.get("words", ""), by=by)
    elif act == "offer":
        swapping.offer(shift_id, by=by)
    elif act == "withdraw":
        swapping.withdraw(swap_id, by=by)
    elif act in ("take", "give"):
        swapping.take(swap_id, in_return=shift_id if act == "give" else None, by=by)
    elif act == "unfit":
        arriving.unfit(shift_id, by=by)
    elif act == "relieved":
        relieving.confirm(**forms.relief(given), shift_id=shift_id, by=by)
    elif act == "agree":
        swapping.agree(swap_id, by=by)
    elif act == "step_back":
        swapping.step_back(swap_id, by=by)
    else:
        arriving.check_in(shift_id, by=by)


@requires(Permission.STAFF_RECEIVE)
def square(request: DutyRequest, place_id: UUID) -> HttpResponse:
    """To be hung up at the post: whoever scans it with the own telephone lands on checking in."""
    if place_id not in request.actor.scope:
        raise Http404
    address = request.build_absolute_uri(reverse("deployment:here", args=[place_id]))
    context = {"place": current_tree().get(place_id), "address": address, "square": qr.svg(address)}
    return render(request, "deployment/square.html", context)


@public("tells whoever scans the square of a post how to check in; a shift is shown to its own holder only")
@never_cache
def here(request: HttpRequest, place_id: UUID) -> HttpResponse:
    """Checking in at the post whose square was scanned."""
    place, actor = current_tree().nodes.get(place_id), getattr(request, "actor", None)
    if place is None:
        raise Http404
    by = actor if actor and actor.may(Permission.SHIFT_VIEW) else None
    context: dict[str, Any] = {"place": place, "is_known": by is not None}
    if by is not None:
        if request.method == "POST":
            try:
                act = "unfit" if request.POST.get("act") == "unfit" else "in"
                _act(request, act)  # type: ignore[arg-type]  # whoever may see shifts is on a duty
                return redirect(f"{reverse('deployment:mine')}?done={act}")
            except RuleBroken as error:
                context["error"] = error
        context["shifts"] = [(one, one.place_id == place_id) for one in days.here(place_id, by=by)]
    return render(request, "deployment/here.html", context, status=status(context))
