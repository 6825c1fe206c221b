"""How many to keep in reserve for a rota: at the shares of absence that were learnt, or at one that is typed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.programmes.deployment import absences, drafts
from tongzhou.programmes.deployment.errors import NotFound
from tongzhou.rostering.reserving import MOST_ABSENT


@requires(Permission.STAFF_PLACE)
@never_cache
def reserve(request: DutyRequest, rota_id: UUID) -> HttpResponse:
    """By shift, with the chance that no place is empty with it and without; ``absent`` in the address: per cent."""
    try:
        found = drafts.draft(rota_id, by=request.actor)
    except NotFound as unknown:
        raise Http404 from unknown
    learnt, typed = absences.learnt(found.rota.place_id, by=request.actor), request.GET.get("absent", "").strip()
    share, wrong = _share(typed)
    answer = absences.reserve(found, learnt.share if share is None else share, learnt.by_unit if share is None else {})
    context = {"draft": found, "learnt": learnt, "typed": typed, "wrong": wrong, "share": share, "answer": answer}
    status = 400 if wrong else 200
    return render(request, "deployment/reserve.html", {**context, "aim": absences.aim()}, status=status)


def _share(typed: str) -> tuple[float | None, str]:
    """Per cent as a share; nothing typed, or what is none, leaves what was learnt."""
    if not typed:
        return None, ""
    try:
        share = float(typed) / 100
    except ValueError:
        share = -1.0
    if 0 <= share <= MOST_ABSENT:
        return share, ""
    return None, _("Type per cent from 0 to %(most)s.") % {"most": round(MOST_ABSENT * 100)}
