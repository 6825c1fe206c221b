"""Whether an enrolled device signed this request, and who holds it.

A device signs, with its own key, these six lines: ``tongzhou 1``, the method, the path with its query, its clock in
milliseconds, the holder's token or nothing, and the SHA-256 of the body as it is sent, in hexadecimal. Never refuse
one for its clock: a telephone with a wrong clock must be able to say so.
"""

import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tongzhou.access import devices, keychecks, queries
from tongzhou.access.actors import Actor
from tongzhou.access.doors import DeviceRequest
from tongzhou.access.errors import DeviceRefused, DeviceWithdrawn
from tongzhou.access.models import Device, Duty, Holder
from tongzhou.kernel import clock
from tongzhou.places.models import Stamp

#: What was written during a duty is taken in so long after its end: a whole shift may have had no network.
LATE = timedelta(days=3)


def message(method: str, path: str, sent_at: str, token: str, body: bytes) -> bytes:
    digest = hashlib.sha256(body).hexdigest()
    return "\n".join(("tongzhou 1", method, path, sent_at, token, digest)).encode()


def admit(request: DeviceRequest, *, needs_holder: bool) -> None:
    """Let ``device``, and with a holder ``duty`` and ``actor``, stand in the request. Raises DeviceRefused."""
    token = _token(request)
    held = _holder(token) if needs_holder else None
    device = held.device if held else _named(request)
    if device is None or not _is_signed(request, device, token):
        raise DeviceRefused(_("This device is not enrolled here, or its signature does not fit. Enrol it again."))
    _refuse_over(device)
    request.device = device
    if held:
        request.duty, request.actor = held.duty, _actor(held)
    _hear(request, device)


def _named(request: HttpRequest) -> Device | None:
    device_id = _uuid(request.headers.get("X-Device", ""))
    return Device.objects.filter(id=device_id).first() if device_id else None


def _holder(token: str) -> Holder:
    holder_id = _uuid(token.partition(".")[0])
    if holder_id is None or not hmac.compare_digest(devices.token_of(holder_id).encode(), token.encode()):
        raise DeviceRefused(_("Sign in on this device first."), code="sign_in_needed")
    stamp = Subquery(Stamp.objects.values("value")[:1])
    found = Holder.objects.select_related("device", "duty__account__staff", "duty__unit").annotate(stamp=stamp)
    held = found.filter(id=holder_id, duty__account__closed_at=None).first()
    if held is None:
        raise DeviceRefused(_("Sign in on this device first."), code="sign_in_needed")
    return held


def _actor(held: Holder) -> Actor:
    stamp: UUID | None = getattr(held, "stamp", None)
    return replace(queries.actor_on(held.duty, stamp), device=held.device_id.hex)


def ends_late(duty: Duty) -> datetime:
    return duty.ends_at + LATE


def _refuse_over(device: Device) -> None:
    if device.withdrawn_at is not None:
        raise DeviceWithdrawn(_("This device was withdrawn. What it holds is destroyed now."))
    if clock.now() >= device.ends_at:
        raise DeviceWithdrawn(_("The enrolment of this device has ended. Enrol it again."))


def _is_signed(request: HttpRequest, device: Device, token: str) -> bool:
    try:
        signature = base64.b64decode(request.headers.get("X-Signature", ""), validate=True)
    except ValueError:
        return False
    sent_at = request.headers.get("X-Sent-At", "")
    if not (sent_at.isascii() and sent_at.isdecimal() and len(sent_at) <= 15):
        return False
    signed = message(request.method or "", request.get_full_path(), sent_at, token, request.body)
    return keychecks.is_signed(device.algorithm, bytes(device.public_key), signed, signature)


def _hear(request: HttpRequest, device: Device) -> None:
    """When it spoke, how far its clock is off, which version it runs."""
    now = clock.now()
    device.clock_offset = int(request.headers["X-Sent-At"]) - int(now.timestamp() * 1000)
    version = request.headers.get("X-App", "")[:20]
    Device.objects.filter(id=device.id).update(heard_at=now, clock_offset=device.clock_offset, version=version)


def _token(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")[:200]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
