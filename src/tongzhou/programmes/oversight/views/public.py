"""Making a suggestion and following it by its receipt. No script, no sign-in; a code stands in no address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from tongzhou.access import attempts
from tongzhou.access.doors import public
from tongzhou.kernel.errors import RuleBroken
from tongzhou.places import queries as places
from tongzhou.programmes.oversight.actions import suggesting


@public("takes a suggestion; shows the names of towns and villages")
@never_cache
def suggest(request: HttpRequest) -> HttpResponse:
    """By a resident; by a member of staff under the own name when somebody is on duty here."""
    actor = getattr(request, "actor", None)
    given = {"place": actor.post_id if actor else "", **request.POST.dict()}
    context = {"towns": places.by_town(), "given": given, "name": actor.name if actor else ""}
    if request.method != "POST":
        return render(request, "oversight/suggest.html", context)
    try:
        code = suggesting.suggest(
            place_id=uuid(request.POST.get("place", "")), words=request.POST.get("words", ""), by=actor
        )
    except RuleBroken as error:
        context |= {"error": error, "errors": {str(error.field): str(error)}}
        return render(request, "oversight/suggest.html", context, status=422)
    return render(request, "oversight/suggested.html", {"code": code})


@public("shows a suggestion and its answer to whoever holds its code")
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "oversight/follow.html", {})
    code = request.POST.get("code", "")[:60]
    try:
        return render(request, "oversight/followed.html", {"one": suggesting.follow(code)})
    except RuleBroken as error:
        attempts.log(None, what=error.code, path=request.path)
        return render(request, "oversight/follow.html", {"error": error, "code": code}, status=422)


def uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
