"""Telephones that stand at posts: enrolled by a code on a coordinator's screen, held by whoever signs in on them or is
let in by such a code.

Never keep a secret of a device here: of the invitation a hash, of the device its public key; a holder's token is
derived from the keyring. A device without an end cannot be stored.
"""

import hashlib
import hmac
import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import keychecks, queries, sessions
from tongzhou.access.actors import Actor
from tongzhou.access.errors import DeviceRefused
from tongzhou.access.models import Device, Duty, Holder, Invitation
from tongzhou.access.permissions import Permission
from tongzhou.access.policies import require
from tongzhou.kernel import clock, codes
from tongzhou.kernel.keys import keyring
from tongzhou.places.queries import current_tree

#: Where the field app stands; this floor knows no more of it.
APP = "/field/"
INVITED_FOR = timedelta(minutes=10)
LONGEST = timedelta(days=92)
KEPT_FOR = timedelta(days=180)


def _hash(code: str) -> bytes:
    return hashlib.sha256(f"device\x1f{code}".encode()).digest()


def invite(*, place_id: UUID, by: Actor, duty_id: UUID | None = None) -> str:
    """A code of twelve characters that enrols one device at the place within ten minutes, and lets whoever is on the
    duty hold a device there. Raises DeviceRefused for a duty that does not cover the place."""
    require(by, Permission.DEVICE_MANAGE, place_id=place_id)
    if duty_id is not None:
        duty = admissible(by=by).filter(id=duty_id).first()
        if duty is None or not _covers(duty, place_id):
            raise DeviceRefused(
                _("This duty is not at that place. Choose somebody who is on duty there."), field="duty"
            )
    code, ends_at = codes.of(secrets.randbits(60)), clock.now() + INVITED_FOR
    Invitation.objects.create(
        place_id=place_id, duty_id=duty_id, token=_hash(code), made_by=by.account_id, ends_at=ends_at
    )
    return code


def admissible(*, by: Actor) -> QuerySet[Duty]:
    """Duties that hold now at the places of the own duty: whom a code may let in."""
    require(by, Permission.DEVICE_MANAGE)
    held = queries.duties_that_hold().filter(place_id__in=list(by.scope.places))
    return held.select_related("account__staff", "place").order_by("account__staff__name", "id")


def _covers(duty: Duty, place_id: UUID) -> bool:
    return place_id in current_tree().scope([duty.place_id]).places


def _invitation(code: str) -> Invitation:
    """Locked for whoever uses it. Raises DeviceRefused."""
    token = _hash(codes.plain(code) or "")
    found = Invitation.objects.select_for_update().filter(token=token, ends_at__gt=clock.now()).first()
    if found is None:
        raise DeviceRefused(_("This code does not hold. Ask the coordinator for a new one."), field="code")
    return found


def enrol(*, code: str, name: str, algorithm: str, public_key: bytes) -> Device:
    """The device of this key, at the place of the invitation. The same key again gives the same device.

    Raises DeviceRefused. The caller's transaction uses the invitation up.
    """
    found, now = _invitation(code), clock.now()
    if not keychecks.is_key(algorithm, public_key):
        raise DeviceRefused(_("This is no key that the platform can read."), field="public_key")
    if not 1 <= len(name.strip()) <= 40:
        raise DeviceRefused(_("Give the device a name of 1 to 40 characters."), field="name")
    if found.used_at is not None:
        known = Device.objects.filter(public_key=public_key, place_id=found.place_id, withdrawn_at=None).first()
        if known is None:
            raise DeviceRefused(_("This code was used. Ask the coordinator for a new one."), field="code")
        return known
    if Device.objects.filter(public_key=public_key).exists():
        raise DeviceRefused(_("This key was enrolled before. Let the device make a new one."), field="public_key")
    Invitation.objects.filter(id=found.id).update(used_at=now)
    return Device.objects.create(
        **{"place_id": found.place_id, "name": name.strip(), "algorithm": algorithm, "public_key": public_key},
        **{"enrolled_by": found.made_by, "enrolled_at": now, "ends_at": now + LONGEST},
    )


def hold(device: Device, *, username: str, password: str, code: str) -> tuple[Holder, str]:
    """Sign somebody in on the device for the duty they are on there; the token that speaks for them from now on.

    Raises SignInRefused, DeviceRefused when no duty of theirs covers the device's place.
    """
    account = sessions.check(username, password, code)
    on = (duty for duty in queries.duties_now(account.id) if _covers(duty, device.place_id))
    duty: Duty | None = next(on, None)
    if duty is None:
        raise DeviceRefused(_("You are on no duty at the place of this device. Ask whoever assigns duties."))
    holder, _is_new = Holder.objects.get_or_create(device=device, duty=duty, defaults={"started_at": clock.now()})
    return holder, token_of(holder.id)


def admit(device: Device, *, code: str) -> tuple[Holder, str]:
    """Let whom the coordinator's code names hold the device; the same code there once more gives the same holder.

    Raises DeviceRefused.
    """
    found, now = _invitation(code), clock.now()
    if found.duty is None:
        raise DeviceRefused(_("This code enrols a telephone only: sign in yourself."), field="code")
    if found.holder is not None and found.holder.device_id != device.id:
        raise DeviceRefused(_("This code was used. Ask the coordinator for a new one."), field="code")
    if found.duty.ends_at <= now or found.duty.account.closed_at or not _covers(found.duty, device.place_id):
        raise DeviceRefused(_("You are on no duty at the place of this device. Ask whoever assigns duties."))
    more = {"started_at": now, "admitted_by": found.made_by}
    holder, _is_new = Holder.objects.get_or_create(device=device, duty=found.duty, defaults=more)
    Invitation.objects.filter(id=found.id).update(used_at=found.used_at or now, holder=holder)
    return holder, token_of(holder.id)


def token_of(holder_id: UUID) -> str:
    """Told once to the device, which keeps it under the holder's PIN."""
    return f"{holder_id}.{hmac.digest(keyring().tokens, b'holder' + holder_id.bytes, 'sha256').hex()}"


def withdraw(device_id: UUID, *, is_lost: bool, by: Actor) -> None:
    """It opens nothing from now on, and destroys what it holds when it next speaks to us. Raises NotAllowed."""
    device = Device.objects.select_for_update().filter(id=device_id).first()
    require(by, Permission.DEVICE_MANAGE, place_id=device.place_id if device else device_id)
    if device and device.withdrawn_at is None:
        Device.objects.filter(id=device_id).update(withdrawn_at=clock.now(), is_lost=is_lost)


def devices(*, by: Actor) -> QuerySet[Device]:
    """Those of the places of the duty, whoever spoke last first."""
    require(by, Permission.DEVICE_MANAGE)
    found = Device.objects.select_related("place").order_by("withdrawn_at", "-heard_at", "-enrolled_at")
    return found if by.is_wide else found.filter(place_id__in=list(by.scope.places))


def destroy(day: date) -> list[UUID]:
    """Devices that ended long before ``day``, with who held them, and every invitation that is over."""
    before = clock.start_of(day) - KEPT_FOR
    over = Device.objects.filter(Q(withdrawn_at__lt=before) | Q(ends_at__lt=before))
    gone = sorted(over.values_list("id", flat=True))
    Holder.objects.filter(device_id__in=gone).delete()
    Device.objects.filter(id__in=gone).delete()
    Invitation.objects.filter(ends_at__lt=before).delete()
    return gone
