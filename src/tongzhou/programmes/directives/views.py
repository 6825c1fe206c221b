"""The list of directives, issuing one, one with its receivers, withdrawing."""

from datetime import date, datetime
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
from tongzhou.matters.casetypes import Proof
from tongzhou.programmes.directives import actions, queries
from tongzhou.programmes.directives.actions import Wanted
from tongzhou.programmes.directives.errors import DirectiveUnknown
from tongzhou.programmes.directives.records import PROVED
from tongzhou.response import queries as response


@requires(Permission.MATTER_VIEW)
@never_cache
def directives(request: DutyRequest) -> HttpResponse:
    return _list(request)


def _list(request: DutyRequest, **more: Any) -> HttpResponse:
    by = request.actor
    may_issue = by.may(Permission.DIRECTIVE_ISSUE)
    context = {"directives": queries.directives(by=by), "may_issue": may_issue, **_form(request, may_issue), **more}
    return render(request, "directives/directives.html", context, status=422 if more.get("error") else 200)


def _form(request: DutyRequest, may_issue: bool) -> dict[str, Any]:
    receivers = queries.receivers(by=request.actor) if may_issue else []
    return {"receivers": receivers, "proofs": Proof.choices, "chosen": [place.id for place in receivers], "given": {}}


@requires(Permission.DIRECTIVE_ISSUE)
@require_POST
def issue(request: DutyRequest) -> HttpResponse:
    """Issue one, or set how one of the level above is done."""
    given = request.POST
    under = _uuid(given.get("under", ""))
    wanted = Wanted(
        title=given.get("title", ""),
        words=given.get("words", ""),
        due_at=_moment(given.get("due_at", "")),
        document=given.get("document", ""),
        article=given.get("article", ""),
        document_on=_day(given.get("document_on", "")),
        proof=given.get("proof", ""),
        under=under,
    )
    places = [place for text in given.getlist("places")[:500] if (place := _uuid(text))]
    try:
        made = actions.issue(wanted, places, by=request.actor)
    except RuleBroken as error:
        shown = {"error": error, "given": given, "errors": {str(error.field): str(error)}, "chosen": places}
        return _directive(request, under, **shown) if under else _list(request, **shown)
    return redirect("directives:directive", made.id)


@requires(Permission.MATTER_VIEW)
@never_cache
def directive(request: DutyRequest, directive_id: UUID) -> HttpResponse:
    return _directive(request, directive_id)


def _directive(request: DutyRequest, directive_id: UUID, **more: Any) -> HttpResponse:
    by = request.actor
    try:
        found, lines = queries.directive(directive_id, by=by)
    except DirectiveUnknown as error:
        raise Http404 from error
    may_issue = by.may(Permission.DIRECTIVE_ISSUE) and found.withdrawn_at is None
    given = {"title": found.title, "words": found.words, "proof": found.proof}
    context = {
        **{
            "then": response.then(found.issued_at, [PROVED]),
            "directive": found,
            "lines": lines,
            "may_withdraw": may_issue and found.unit_id == by.unit_id,
        },
        **{"may_set": may_issue and queries.is_sent_to(found.id, by=by), **_form(request, may_issue), "given": given},
        **more,
    }
    return render(request, "directives/directive.html", context, status=422 if more.get("error") else 200)


@requires(Permission.DIRECTIVE_ISSUE)
@require_POST
def withdraw(request: DutyRequest, directive_id: UUID) -> HttpResponse:
    try:
        actions.withdraw(directive_id, reason=request.POST.get("why", ""), by=request.actor)
    except DirectiveUnknown as error:
        raise Http404 from error
    except RuleBroken as error:
        return _directive(request, directive_id, error=error, errors={str(error.field): str(error)})
    return redirect("directives:directive", directive_id)


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


def _moment(text: str) -> datetime | None:
    """A day and minute of the district's time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)
    except ValueError:
        return None
