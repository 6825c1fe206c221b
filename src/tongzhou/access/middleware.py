"""The innermost middleware: who acts, whether the view admits them, and one transaction with their scope around it.

A response of status 400 or more keeps nothing; an exception neither. Never open a request's transaction elsewhere.
"""

from collections.abc import Callable
from typing import cast

from django.db import connections, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from tongzhou.access import attempts, sessions, signed
from tongzhou.access.actors import Actor
from tongzhou.access.doors import DeviceRequest, Door, DutyRequest, door_of
from tongzhou.access.errors import DeviceRefused
from tongzhou.kernel import database
from tongzhou.kernel.errors import NotAllowed, RuleBroken

Answer = Callable[[HttpRequest], HttpResponse]


def _door(request: HttpRequest) -> Door | None:
    """The door of the view that will answer; an address that leads nowhere is open, and answers 404."""
    try:
        return door_of(resolve(request.path_info).func)
    except Resolver404:
        return Door(is_public=True)


class DutyMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        door = _door(request)
        if door and door.is_apart:
            return self.get_response(request)
        if door and door.is_device:
            return self._device(request, door)
        actor = sessions.actor(request)
        cast(DutyRequest, request).actor = cast(Actor, actor)
        if door is None:
            return self._refuse(request, actor, "no door")
        if door.is_public:
            return self._answer(request, actor)
        if actor is None:
            return redirect("access:no_duty" if sessions.account_id(request) else "access:sign_in")
        if door.permission and not actor.may(door.permission):
            return self._refuse(request, actor, door.permission)
        return self._answer(request, actor)

    def _device(self, request: HttpRequest, door: Door) -> HttpResponse:
        try:
            signed.admit(cast(DeviceRequest, request), needs_holder=door.needs_holder)
        except DeviceRefused as error:
            attempts.log(None, what=error.code, path=request.path)
            told = {"code": error.code, "message": str(error), "field": None}
            return JsonResponse({"error": told, "wipe": error.is_over}, status=403)
        return self.get_response(request)

    def _answer(self, request: HttpRequest, actor: Actor | None) -> HttpResponse:
        places = actor.scope.places if actor else ()
        with database.acting(places, is_wide=bool(actor and actor.is_wide)):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True, using=database.current())
        return response

    def _refuse(self, request: HttpRequest, actor: Actor | None, what: str) -> HttpResponse:
        attempts.log(actor.account_id if actor else None, what=what, path=request.path)
        return render(request, "web/403.html", status=403)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A broken rule that no view caught is told in its own words; anything else is the server's error page.

        The page is drawn inside the transaction, which its status then undoes; so is that of something not found.
        """
        if isinstance(exception, NotAllowed):
            actor = getattr(request, "actor", None)
            attempts.log(actor.account_id if actor else None, what=exception.code, path=request.path)
            return render(request, "web/403.html", {"error": exception}, status=403)
        if isinstance(exception, RuleBroken):
            return render(request, "web/400.html", {"error": exception}, status=400)
        if not isinstance(exception, Http404) and connections[database.current()].in_atomic_block:
            transaction.set_rollback(True, using=database.current())
        return None
