"""Keeping a flood out without locking out a village: nobody is judged by the address of their network.

A form carries a signed ticket, good for one party; one telephone announces a few parties a day; and a village that gets
more in an hour than travellers can send is asked a small sum, which slows a machine and stops nobody.
"""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from tongzhou.kernel import clock, ids
from tongzhou.kernel.keys import keyring
from tongzhou.programmes.arrivals.errors import FormIsOld, SumNeeded, TooManyFromPhone
from tongzhou.programmes.arrivals.models import Announcement

PER_PHONE_AND_DAY = 10
PER_VILLAGE_AND_HOUR = 300
GOOD_FOR = timedelta(hours=24)
_SIGNER = signing.TimestampSigner(salt="tongzhou.arrivals.before")


def ticket(party_id: UUID | None = None) -> str:
    """What the form carries: it may write this one party, for a day. Without an id, a party that is not yet there."""
    return _SIGNER.sign((party_id or ids.new()).hex)


def party_of(ticket: str) -> UUID:
    """Raises FormIsOld for a ticket that we did not give or that is older than a day."""
    try:
        return UUID(_SIGNER.unsign(ticket, max_age=GOOD_FOR))
    except (signing.BadSignature, ValueError) as error:
        raise FormIsOld(
            _("This form is more than a day old. What you typed is still here: save it once more.")
        ) from error


def sum_asked() -> tuple[str, str]:
    """A small sum, and the proof that goes back with its answer."""
    one, other = secrets.randbelow(8) + 1, secrets.randbelow(8) + 1
    return f"{one} + {other}", _SIGNER.sign(_answered(str(one + other)))


def is_solved(answer: str, proof: str) -> bool:
    try:
        return hmac.compare_digest(_SIGNER.unsign(proof, max_age=GOOD_FOR), _answered(answer.strip()))
    except signing.BadSignature:
        return False


def _answered(text: str) -> str:
    return hmac.new(keyring().tokens, f"sum\x1f{text[:9]}".encode(), "sha256").hexdigest()[:16]


def admit(place_id: UUID, phone: bytes | None, *, is_solved: bool) -> None:
    """Whether a new party may be announced now. Raises TooManyFromPhone, SumNeeded."""
    now = clock.now()
    if phone and Announcement.objects.filter(phone=phone, created_at__gt=now - GOOD_FOR).count() >= PER_PHONE_AND_DAY:
        raise TooManyFromPhone(
            _("%(most)d parties were announced with this telephone today. Add to one of them, or come to the desk.")
            % {"most": PER_PHONE_AND_DAY},
            field="phone",
        )
    recent = Announcement.objects.filter(place_id=place_id, created_at__gt=now - timedelta(hours=1))
    if not is_solved and recent[:PER_VILLAGE_AND_HOUR].count() >= PER_VILLAGE_AND_HOUR:
        raise SumNeeded(_("Very many announce themselves just now. Work out the sum below, then save."), field="sum")
