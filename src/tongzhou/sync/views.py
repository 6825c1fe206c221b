"""The field app's API. Each answer is JSON; docs/sync.md says what goes in and out."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from tongzhou.access import attempts, devices
from tongzhou.access.doors import DeviceRequest, from_device, public
from tongzhou.kernel import clock, database, signing
from tongzhou.kernel.errors import RuleBroken
from tongzhou.sync import actions, parts, reading
from tongzhou.sync.errors import AppOutdated
from tongzhou.sync.kinds import Answer

Asked = TypeVar("Asked", bound=HttpRequest)


def _answering(view: Callable[[Asked], JsonResponse]) -> Callable[[Asked], JsonResponse]:
    """A broken rule is told as JSON, and an app that is too old to be understood first of all."""

    @wraps(view)
    def answer(request: Asked) -> JsonResponse:
        try:
            reading.refuse_outdated(request)
            return view(request)
        except AppOutdated as error:
            return JsonResponse({"error": error.told(), "wipe": False}, status=426)
        except RuleBroken as error:
            attempts.log(None, what=error.code, path=request.path)
            return JsonResponse({"error": error.told(), "wipe": False}, status=422)

    return answer


@public("the code on the coordinator's screen is the authority; it answers with public keys only")
@csrf_exempt
@require_POST
@never_cache
@_answering
def enrol(request: HttpRequest) -> JsonResponse:
    told = reading.content(request)
    code, name, algorithm = (reading.text(told, field) for field in ("code", "name", "algorithm"))
    device = devices.enrol(code=code, name=name, algorithm=algorithm, public_key=reading.key(told))
    place = {"id": str(device.place_id), "name": device.place.name}
    answer = {"device": str(device.id), "place": place, "ends_at": device.ends_at.isoformat()}
    return JsonResponse(answer | {"district_key": signing.public_key().hex(), "now": clock.now().isoformat()})


@from_device(needs_holder=False)
@csrf_exempt
@require_POST
@never_cache
@_answering
def hold(request: DeviceRequest) -> JsonResponse:
    """Somebody signs in on the device, once a duty, or is let in by the code alone; the PIN never comes here."""
    told = reading.content(request)
    username, password, code = (reading.text(told, field) for field in ("username", "password", "code"))
    with database.acting(()):
        if username or password:
            holder, token = devices.hold(request.device, username=username, password=password, code=code)
        else:
            holder, token = devices.admit(request.device, code=code)
    return JsonResponse({"token": token, "ends_at": holder.duty.ends_at.isoformat(), "now": clock.now().isoformat()})


@from_device()
@csrf_exempt
@require_POST
@never_cache
@_answering
def up(request: DeviceRequest) -> JsonResponse:
    handed = reading.batch(reading.content(request))
    answers = actions.take(handed, duty=request.duty, by=request.actor)
    clocks = {"now": clock.now().isoformat(), "clock_offset_ms": request.device.clock_offset}
    return JsonResponse({"answers": [_answer(one) for one in answers], **clocks})


def _answer(one: Answer) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": str(one.id), "status": one.status}
    return plain | {"error": one.error.told()} if one.error else plain


@from_device()
@csrf_exempt
@require_GET
@never_cache
@gzip_page
@_answering
def down(request: DeviceRequest) -> JsonResponse:
    by = request.actor
    if clock.now() >= by.ends_at:
        ended = {
            "code": "duty_ended",
            "message": _("Your duty has ended. Sign in again on your next one."),
            "field": None,
        }
        return JsonResponse({"error": ended, "wipe": True}, status=403)
    with database.acting(by.scope.places, is_wide=by.is_wide):
        versions, contents = parts.changed(by, reading.known(request.GET.get("since", "")[:2000]))
    clocks = {"now": clock.now().isoformat(), "clock_offset_ms": request.device.clock_offset}
    return JsonResponse({"cursor": reading.cursor(versions), "parts": contents, **clocks})
