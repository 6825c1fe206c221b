"""Passes in the office and at the desk; the holder's own page."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from tongzhou.access.doors import DutyRequest, public, requires
from tongzhou.access.permissions import Permission
from tongzhou.kernel import qr
from tongzhou.kernel.errors import RuleBroken
from tongzhou.passes import actions, advising, appeals, asking, paper, profiles, queries
from tongzhou.passes.codes import Kind
from tongzhou.passes.errors import PassUnknown
from tongzhou.passes.models import Profile, State
from tongzhou.passes.records import WHY
from tongzhou.people import households


@requires(Permission.PASS_ISSUE)
@never_cache
def passes(request: DutyRequest) -> HttpResponse:
    """What is issued, the next slot first; ticked ones are handed out or printed."""
    error = None
    if request.method == "POST":
        try:
            actions.collect(asking.ids(request.POST.getlist("pass")), by=request.actor)
            return redirect(request.get_full_path())
        except RuleBroken as broken:
            error = broken
    wanted = asking.wanted(request)
    found = queries.passes(by=request.actor, **wanted)
    page = asking.page(request)
    rows = list(found[page * queries.PAGE : (page + 1) * queries.PAGE + 1])
    context = {
        **{"passes": rows[: queries.PAGE], "more": len(rows) > queries.PAGE, "page": page, "wanted": wanted},
        **{"states": State.choices, "counts": queries.counts(by=request.actor), "error": error},
        "query": asking.query(request),
    }
    return render(request, "passes/passes.html", context, status=422 if error else 200)


@requires(Permission.PASS_ISSUE)
@never_cache
def issue(request: DutyRequest) -> HttpResponse:
    """One pass: of somebody, of their household, of a car, of a visitor."""
    by = request.actor
    context: dict[str, Any] = {"kinds": Kind.choices, "given": {"kind": Kind.TEMPORARY, "days": 14}, "errors": {}}
    context["person"] = asking.person(request)
    if request.method == "POST":
        try:
            (made,) = actions.issue([asking.one_wanted(request, by)], by=by)
            return redirect("passes:pass", made.id)
        except RuleBroken as error:
            context |= {"given": request.POST, "errors": {str(error.field): str(error)}, "error": error}
    return render(request, "passes/issue.html", context, status=422 if context["errors"] else 200)


@requires(Permission.PASS_ISSUE)
@never_cache
def hand_round(request: DutyRequest) -> HttpResponse:
    """Passes for every household of a place, handed out as its profile advises."""
    by = request.actor
    place_id = asking.place(request, by)
    profile, homes = queries.profile(place_id), queries.households_at(place_id)
    way = advising.way(profile, homes) if profile else None
    context: dict[str, Any] = {"places": asking.places(by), "place_id": place_id, "homes": homes, "way": way}
    if request.method == "POST":
        try:
            actions.issue_for_households(place_id, by=by, **asking.round_wanted(request, way))
            return redirect(f"{asking.address('passes:passes')}?place={place_id}&state=issued")
        except RuleBroken as error:
            context |= {"error": error, "errors": {str(error.field): str(error)}}
    return render(request, "passes/round.html", context, status=422 if "error" in context else 200)


@requires(Permission.PASS_ISSUE)
@never_cache
def profile(request: DutyRequest) -> HttpResponse:
    """What a compound is like; it decides how its passes are handed out and how many guards it needs."""
    by = request.actor
    place_id = asking.place(request, by)
    known = queries.profile(place_id)
    context: dict[str, Any] = {"places": asking.places(by), "place_id": place_id, "given": known, "errors": {}}
    context["sorts"] = Profile.Sort.choices
    if request.method == "POST":
        try:
            profiles.describe(place_id, by=by, **asking.profile(request))
            return redirect(f"{asking.address('passes:round')}?place={place_id}")
        except RuleBroken as error:
            context |= {"given": request.POST, "errors": {str(error.field): str(error)}, "error": error}
    return render(request, "passes/profile.html", context, status=422 if context["errors"] else 200)


@requires(Permission.PASS_ISSUE)
def cards(request: DutyRequest) -> HttpResponse:
    held = asking.chosen(request)
    return HttpResponse(paper.cards(held), "application/pdf")


@requires(Permission.PASS_ISSUE)
def signing_list(request: DutyRequest) -> HttpResponse:
    by, held = request.actor, asking.chosen(request)
    homes = {one.household_id for one in held if one.household_id}
    doors = households.doors(homes, by=by, reason=asking.HANDING_OUT)
    return HttpResponse(paper.signing_list(held, doors, by=by), "application/pdf")


@requires(Permission.PASS_REVOKE)
@never_cache
def older(request: DutyRequest) -> HttpResponse:
    """Every pass of a place issued before now, after a second question."""
    by = request.actor
    place_id = asking.place(request, by)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        actions.revoke_older(place_id, by=by)
        return redirect(f"{asking.address('passes:passes')}?place={place_id}")
    return render(request, "passes/older.html", {"places": asking.places(by), "place_id": place_id})


@requires(Permission.PASS_ISSUE)
@never_cache
def one(request: DutyRequest, pass_id: UUID) -> HttpResponse:
    """One pass and what may be done with it."""
    error = None
    try:
        found = queries.one(pass_id, by=request.actor)
        if request.method == "POST":
            return redirect("passes:pass", asking.act(request, found))
    except PassUnknown as unknown:
        raise Http404 from unknown
    except RuleBroken as broken:
        error = broken
    link = request.build_absolute_uri(asking.address("passes:own", queries.page_code(found)))
    context = {
        **{"one": found, "number": queries.short(found.number), "square": qr.svg(queries.square(found))},
        **{"link": link, "link_square": qr.svg(link), "why": WHY.items(), "error": error},
        "may_revoke": request.actor.may(Permission.PASS_REVOKE),
    }
    return render(request, "passes/pass.html", context, status=422 if error else 200)


@public("opened by the code that its holder was given; shows no name")
@never_cache
def own(request: HttpRequest, own_code: str) -> HttpResponse:
    """The pass on the holder's telephone: its square changes every half minute."""
    try:
        found = queries.own(own_code)
    except PassUnknown as unknown:
        raise Http404 from unknown
    receipt = appeals.appeal(found, request.POST.get("words", "")) if request.method == "POST" else ""
    context = {"own": found, "number": queries.short(found.number), "square": qr.svg(found.text), "receipt": receipt}
    return render(request, "passes/own.html", context)
