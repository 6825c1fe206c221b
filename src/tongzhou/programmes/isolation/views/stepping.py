"""The ladder's steps, agreeing after all, and the papers."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import queries as people
from tongzhou.programmes.isolation import paper, queries
from tongzhou.programmes.isolation.actions import refusing
from tongzhou.programmes.isolation.actions.refusing import Step
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import Act
from tongzhou.programmes.isolation.views.office import page, uuid


@requires(Permission.ISOLATION_VIEW)
@require_POST
def step(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    post, file = request.POST, request.FILES.get("record")
    wanted = Step(
        move=post.get("move", ""),
        words=post.get("words", ""),
        record=file.read() if file else None,
        basis=post.getlist("basis"),
        site_id=uuid(post.get("site", "")),
        police=post.get("police", ""),
    )
    try:
        refusing.take(isolation_id, wanted, by=request.actor)
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)}, tried=wanted)
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@require_POST
def agree(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    post = request.POST
    try:
        refusing.agree(
            isolation_id,
            has_promised="promise" in post,
            words=post.get("words", "")[:150],
            second_id=uuid(post.get("second", "")),
            by=request.actor,
        )
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@never_cache
def paper_of(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    """The order at home or the decision; a look is written, for the paper bears the name."""
    try:
        found = queries.one(isolation_id, by=request.actor).isolation
    except IsolationUnknown as error:
        raise Http404 from error
    act = request.GET.get("act", Act.HOME)
    order = queries.paper_act(found, act)
    known = people.identities([found.person_id], by=request.actor, reason=_("Paper of isolation printed"))
    if order is None or found.person_id not in known:
        raise Http404
    headers = {"Content-Disposition": f"inline; filename=isolation-{order.act}.pdf"}
    return HttpResponse(paper.write(found, order, known[found.person_id]), "application/pdf", headers=headers)
