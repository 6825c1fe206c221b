"""Cases for the health authority: the list, a notice, one case with its contacts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.people import queries as people
from tongzhou.programmes.cases import actions, listing, queries, rules, zoning
from tongzhou.programmes.cases.errors import CaseUnknown
from tongzhou.programmes.cases.models import State
from tongzhou.programmes.cases.records import INCUBATION_DAYS


@requires(Permission.CASE_NOTIFY)
@never_cache
def cases(request: DutyRequest) -> HttpResponse:
    return render(request, "cases/cases.html", {"rows": queries.cases(by=request.actor)})


@requires(Permission.CASE_NOTIFY)
@never_cache
def notify(request: DutyRequest) -> HttpResponse:
    """About the person that the address names."""
    given = request.POST if request.method == "POST" else request.GET
    person_id = _uuid(given.get("person", ""))
    masked = people.masked([person_id]).get(person_id) if person_id else None
    if person_id is None or masked is None:
        raise Http404
    if request.method != "POST":
        return _notify(request, person_id, masked)
    state, document = given.get("state", ""), given.get("document", "")
    onset_on = _day(given.get("onset_on", "")) or clock.today()
    try:
        made = actions.notify(person_id=person_id, state=state, onset_on=onset_on, document=document, by=request.actor)
    except RuleBroken as error:
        return _notify(request, person_id, masked, error=error, errors={str(error.field): str(error)})
    return redirect("cases:case", made.id)


def _notify(request: DutyRequest, person_id: UUID, masked: str, **more: Any) -> HttpResponse:
    context = {
        **{"person_id": person_id, "masked": masked, "states": State.choices, "given": request.POST},
        **{"today": clock.today().isoformat(), "errors": {}, **more},
    }
    return render(request, "cases/notify.html", context, status=422 if more.get("error") else 200)


@requires(Permission.CASE_NOTIFY)
@never_cache
def case(request: DutyRequest, case_id: UUID) -> HttpResponse:
    return _case(request, case_id)


def _case(request: DutyRequest, case_id: UUID, **more: Any) -> HttpResponse:
    try:
        row, notices, contacts = queries.one(case_id, by=request.actor)
    except CaseUnknown as error:
        raise Http404 from error
    text = request.GET.get("q", "").strip()[:60]
    found = people.search(text, by=request.actor)[:10] if text else []
    context = {
        **{"row": row, "given": notices, "contacts": contacts, "q": text, "found": found, "today": clock.today()},
        **{"places": zoning.places(row.case), "zone": queries.zone(row.case, by=request.actor)},
        **{"listing": queries.listing(row.case, by=request.actor), "is_confirmed": row.case.state == State.CONFIRMED},
        **{"was_from_text": (row.case.onset_on - timedelta(days=INCUBATION_DAYS)).isoformat(), "errors": {}},
        "today_text": clock.today().isoformat(),
        **{"kinds": rules.KINDS.items(), "rule": rules.in_force(clock.today())},
        **{"may_judge": queries.may_judge_anew(contacts), "is_going": row.case.state in actions.GOING_ON, **more},
    }
    return render(request, "cases/case.html", context, status=422 if more.get("error") else 200)


@requires(Permission.CASE_NOTIFY)
@require_POST
def contact(request: DutyRequest, case_id: UUID) -> HttpResponse:
    post = request.POST
    person_id, last_on = _uuid(post.get("person", "")), _day(post.get("last_on", ""))
    if person_id is None or last_on is None:
        raise Http404
    try:
        actions.add_contact(case_id, person_id=person_id, kind=post.get("kind", ""), last_on=last_on, by=request.actor)
    except CaseUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _case(request, case_id, error=error)
    return redirect("cases:case", case_id)


@requires(Permission.CASE_NOTIFY)
@require_POST
def anew(request: DutyRequest, case_id: UUID) -> HttpResponse:
    try:
        actions.judge_anew(case_id, by=request.actor)
    except CaseUnknown as error:
        raise Http404 from error
    return redirect("cases:case", case_id)


@requires(Permission.CASE_NOTIFY)
@require_POST
def propose(request: DutyRequest, case_id: UUID) -> HttpResponse:
    """That the older passes of the building end."""
    try:
        zoning.propose(case_id, _uuid(request.POST.get("place", "")), by=request.actor)
    except CaseUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _case(request, case_id, error=error)
    return redirect("cases:case", case_id)


#: As the list of risk areas names it, and as the page does.
_FIELDS = {"place": "listed"}


@requires(Permission.CASE_NOTIFY)
@require_POST
def propose_place(request: DutyRequest, case_id: UUID) -> HttpResponse:
    """That a place where the case was comes onto the list of risk areas."""
    post = request.POST
    days = {"from_on": _day(post.get("from_on", "")), "until_on": _day(post.get("until_on", ""))}
    try:
        listing.propose(case_id, place=post.get("listed", ""), by=request.actor, **days)
    except CaseUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _case(
            request,
            case_id,
            error=error,
            posted=post,
            errors={_FIELDS.get(str(error.field), str(error.field)): str(error)},
        )
    return redirect("cases:case", case_id)


@requires(Permission.PASS_REVOKE)
@never_cache
def zone(request: DutyRequest, matter_id: UUID) -> HttpResponse:
    """For the town: which passes end, and one confirmation."""
    by, context = request.actor, dict[str, Any]()
    try:
        context["zone"] = zoning.proposed(matter_id, by=by)
        if request.method == "POST":
            if request.POST.get("answer") == "confirm":
                zoning.confirm(matter_id, by=by)
            else:
                zoning.decline(matter_id, why=request.POST.get("why", ""), by=by)
            return redirect("matters:matter", matter_id)
    except CaseUnknown as unknown:
        raise Http404 from unknown
    except RuleBroken as error:
        context |= {"error": error, "errors": {"why": str(error)}}
    return render(request, "cases/zone.html", context, status=422 if "error" in context else 200)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
