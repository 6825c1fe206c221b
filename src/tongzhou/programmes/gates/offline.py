"""For the field app: what this gate knows goes down, checks that were made without a network come up.

The door is the guard's own sign-in. Every check is answered by its id; a bad one is refused and the rest is stored.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.passes import handing, queries
from tongzhou.passes.judging import Reason
from tongzhou.places.queries import current_tree
from tongzhou.programmes.gates import actions, knowing
from tongzhou.programmes.gates.actions import Check

BATCH = 500


@requires(Permission.GATE_CHECK)
@require_GET
@never_cache
def held(request: DutyRequest) -> HttpResponse:
    """Everything that a device of this gate holds for the shift."""
    by = request.actor
    lines = queries.revocations(0)
    person = {"id": str(by.staff_id), "name": by.name, "post": current_tree().nodes[by.post_id].name}
    return JsonResponse(
        {
            "person": {**person, "until": by.ends_at.timestamp()},
            "now": clock.now().timestamp(),
            "list": lines[-1].number if lines else 0,
            "fever": settings.FEVER_FROM,
            "token": get_token(request),
            "known": handing.plain(knowing.of_shift(by)),
        }
    )


@requires(Permission.GATE_CHECK)
@require_POST
@never_cache
def batch(request: DutyRequest) -> HttpResponse:
    """Up to five hundred checks of one person; an answer for each id. A resend stores nothing again."""
    try:
        given = json.loads(request.body)
        person, handed = str(given["person"]), [dict(one) for one in given["checks"]]
        ids = [UUID(str(one["id"])) for one in handed]
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    if len(handed) > BATCH:
        return HttpResponseBadRequest()
    if person != str(request.actor.staff_id):
        why = _("Recorded by somebody else: whoever did has to sign in.")
        return JsonResponse({"answers": [_answer(one, "refused", why) for one in ids]})
    return JsonResponse({"answers": _recorded(dict(zip(ids, handed, strict=True)), request.actor)})


def _recorded(handed: Mapping[UUID, Mapping[str, Any]], by: Actor) -> list[dict[str, str]]:
    checks, answers = [], []
    for one, given in handed.items():
        try:
            checks.append(_check(one, given))
        except (ValueError, KeyError, TypeError, OverflowError):
            answers.append(_answer(one, "refused", _("This check cannot be read. Write it down anew.")))
    told = actions.record(checks, by=by)
    return answers + [_answer(one.id, one.status, str(one.error or "")) for one in told]


def _answer(one: UUID, status: str, why: str = "") -> dict[str, str]:
    return {"id": str(one), "status": status, "why": why}


def _check(one: UUID, given: Mapping[str, Any]) -> Check:
    """Raises ValueError, KeyError, TypeError, OverflowError for what no app of ours writes."""
    at, household = datetime.fromisoformat(given["at"]), bytes.fromhex(given["household"])
    number, degrees = given["number"], given["temperature"]
    if one.version != 7 or at.tzinfo is None or len(household) not in (0, 5) or given["way"] not in ("in", "out"):
        raise ValueError("no check of ours")
    pass_number = int(number, 16) if number else None
    if pass_number is not None and not 0 <= pass_number < 1 << 60:
        raise ValueError("no number of a pass")
    return Check(
        who=str(given["who"]),
        is_out=given["way"] == "out",
        outcome=str(given["outcome"]),
        temperature=None if degrees is None else float(degrees),
        pass_number=pass_number,
        household=household,
        reason=Reason(given["reason"]) if number else "",
        plate=str(given["plate"])[:12],
        list_number=int(given["list"]),
        at=at,
        entry_id=one,
    )
