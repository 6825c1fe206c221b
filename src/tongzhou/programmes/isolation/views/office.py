"""The list, ordering, one isolation with its days, reports, needs and end."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongzhou.access.actors import Actor
from tongzhou.access.doors import DutyRequest, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import moving, presenting
from tongzhou.matters import queries as worklists
from tongzhou.people import queries as people
from tongzhou.people import receipts
from tongzhou.programmes.isolation import bases, dated, queries
from tongzhou.programmes.isolation.actions import ending, ordering, redating, reporting
from tongzhou.programmes.isolation.actions.ordering import PARTS, Wanted
from tongzhou.programmes.isolation.errors import IsolationUnknown
from tongzhou.programmes.isolation.models import Act, Isolation, State
from tongzhou.programmes.isolation.presenting import DWELLING, TEAM, form_of
from tongzhou.programmes.isolation.records import (
    CHANNELS,
    ENDINGS,
    NEEDS,
    REASONS,
    REFUSAL,
    SYMPTOMS,
    UNMET_WHY,
    WAYS_OUT,
)
from tongzhou.response import queries as response
from tongzhou.units.queries import staff_of

_SPOKEN = [(code, label) for code, label in CHANNELS.items() if code not in ("own", "site")]


@requires(Permission.ISOLATION_VIEW)
@never_cache
def isolations(request: DutyRequest) -> HttpResponse:
    by, state = request.actor, request.GET.get("state", "")
    context = {
        **{"rows": queries.isolations(by=by, state=state), "counts": queries.counts(by=by), "state": state},
        **{"states": State.choices, "may_order": by.may(Permission.ISOLATION_CARE)},
    }
    return render(request, "isolation/isolations.html", context)


@requires(Permission.ISOLATION_CARE)
@never_cache
def order(request: DutyRequest) -> HttpResponse:
    """For the person that the address names."""
    given = request.POST if request.method == "POST" else request.GET
    person_id = uuid(given.get("person", ""))
    masked = people.masked([person_id]).get(person_id) if person_id else None
    if person_id is None or masked is None:
        raise Http404
    if request.method != "POST":
        known = ordering.waiting(person_id)
        begun = {"given": {"reason": known.reason, "from_on": f"{known.from_on:%Y-%m-%d}"}} if known else {}
        return _order(request, person_id, masked, **begun)
    try:
        made = ordering.order(_wanted(request, person_id), by=request.actor)
    except RuleBroken as error:
        return _order(request, person_id, masked, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", made.id)


def _wanted(request: DutyRequest, person_id: UUID) -> Wanted:
    post = request.POST
    team = [(part, post.get(f"{part}_name", ""), post.get(f"{part}_phone", "")) for part in PARTS]
    return Wanted(
        person_id=person_id,
        reason=post.get("reason", ""),
        from_on=_day(post.get("from_on", "")) or clock.today(),
        dwelling=frozenset(post.getlist("dwelling")),
        consents=post.get("consents") == "yes",
        has_promised="promise" in post,
        team=team,
        second_id=uuid(post.get("second", "")),
        site_place_id=queries.site_place(uuid(post.get("site", ""))),
        words=post.get("words", "")[:200],
    )


def _order(request: DutyRequest, person_id: UUID, masked: str, **more: Any) -> HttpResponse:
    post = request.POST
    team = [(part, TEAM[part], post.get(f"{part}_name", ""), post.get(f"{part}_phone", "")) for part in PARTS]
    context = {
        **{"person_id": person_id, "masked": masked, "reasons": REASONS.items(), "dwelling": DWELLING, "team": team},
        **{"seconds": colleagues(request.actor), "sites": queries.sites(), "given": post},
        "today": clock.today().isoformat(),
        **{"ticked": post.getlist("dwelling"), "bases": bases.in_force(Act.HOME, clock.today()), "errors": {}, **more},
    }
    return render(request, "isolation/order.html", context, status=422 if more.get("error") else 200)


def colleagues(by: Actor) -> list[tuple[UUID, str]]:
    """Who may be the second officer: everybody of the own unit but oneself."""
    return [(one.id, one.name) for one in staff_of(by.unit_id) if one.id != by.staff_id][:200]


@requires(Permission.ISOLATION_VIEW)
@never_cache
def isolation(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    return page(request, isolation_id)


def page(request: DutyRequest, isolation_id: UUID, **more: Any) -> HttpResponse:
    by = request.actor
    try:
        row = queries.one(isolation_id, by=by)
    except IsolationUnknown as error:
        raise Http404 from error
    found = row.isolation
    going = found.state in (State.HOME, State.CENTRAL)
    context = {
        **{"row": row, "isolation": found, "reason": REASONS[found.reason], "ending": ENDINGS.get(found.ending, "")},
        **{"days": queries.days(found), "orders": queries.orders(found), "team": _team(found)},
        **{"work": [presenting.line(one) for one in queries.work(found, by=by)], "decision": queries.decision(found)},
        **{"may_report": going and (by.may(Permission.ISOLATION_CARE) or by.may(Permission.ISOLATION_SITE))},
        **{"may_care": not found.ended_at and by.may(Permission.ISOLATION_CARE), "going": going, "errors": {}},
        **{"channels": _SPOKEN, "symptoms": SYMPTOMS.items(), "unmet": UNMET_WHY.items(), "endings": WAYS_OUT.items()},
        **{"by_rule": redating.by_rule(found), "colleagues": colleagues(by) if going else []},
        "then": [] if row.is_waiting else response.then(found.opened_at, [dated.DAYS]),
        **{"needs": [(code, label) for code, (label, _hours) in NEEDS.items()], **_ladder(found, by), **more},
    }
    return render(request, "isolation/isolation.html", context, status=422 if more.get("error") else 200)


def _team(found: Isolation) -> list[tuple[Any, str, str]]:
    return [(TEAM[one["part"]], one["name"], one["phone"]) for one in found.team]


def _ladder(found: Isolation, by: Actor) -> dict[str, Any]:
    matter = queries.refusal(found, by=by)
    if matter is None:
        return {}
    story = presenting.told(worklists.story(matter.id, by=by))
    stages = list(REFUSAL.stages.items())
    codes = [code for code, _label in stages]
    at = codes.index(matter.stage)
    steps = [(label, turn < at or matter.is_closed, turn == at) for turn, (_code, label) in enumerate(stages)]
    moves = [form_of(code) for code in moving.possible(matter, by=by)]
    is_refusing = found.state == State.REFUSED and not matter.is_closed
    return {
        **{"matter": matter, "story": story, "steps": steps, "moves": moves, "sites": queries.sites()},
        **{"may_agree": is_refusing and by.may(Permission.ISOLATION_CARE), "seconds": colleagues(by)},
        "valid": bases.in_force(Act.CENTRAL, clock.today()),
    }


@requires(Permission.ISOLATION_VIEW)
@require_POST
def report(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    """Told at the door or on the telephone; at the site by its staff."""
    post, by = request.POST, request.actor
    channel = post.get("channel", "") if by.may(Permission.ISOLATION_CARE) else "site"
    degrees, symptoms = number(post.get("temperature", "")), post.getlist("symptoms")
    try:
        if "unmet" in post:
            reporting.unmet(isolation_id, why=post["unmet"], channel="door", by=by)
        else:
            reporting.report(isolation_id, temperature=degrees, symptoms=symptoms, channel=channel, by=by)
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@require_POST
def redate(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    """Other days than those of its order."""
    post = request.POST
    until_on, words, second_id = (
        _day(post.get("until_on", "")),
        post.get("words", "")[:200],
        uuid(post.get("second", "")),
    )
    try:
        redating.order(isolation_id, until_on=until_on, words=words, second_id=second_id, by=request.actor)
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@require_POST
def need(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    what, words = request.POST.get("what", ""), request.POST.get("words", "")[:150]
    try:
        reporting.need(isolation_id, what=what, words=words, by=request.actor)
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@require_POST
def end(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    how, words = request.POST.get("ending", ""), request.POST.get("words", "")[:200]
    try:
        ending.end(isolation_id, ending=how, words=words, by=request.actor)
    except RuleBroken as error:
        return page(request, isolation_id, error=error, errors={str(error.field): str(error)})
    return redirect("isolation:isolation", isolation_id)


@requires(Permission.ISOLATION_CARE)
@require_POST
def receipt(request: DutyRequest, isolation_id: UUID) -> HttpResponse:
    """A new receipt, shown once: with it the person opens the own page."""
    try:
        row = queries.one(isolation_id, by=request.actor)
    except IsolationUnknown as error:
        raise Http404 from error
    code = receipts.issue(row.isolation.person_id, row.isolation.place_id, by=request.actor)
    return page(request, isolation_id, receipt=code)


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def number(text: str) -> float:
    """Degrees as they are typed; what is none is out of bounds."""
    try:
        return float(text.replace(",", ".").replace("。", "."))
    except ValueError:
        return 0.0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
