"""Telephones: of staff as they gave them, of residents as their sealed record says. Never log one."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access.actors import Actor
from tongzhou.kernel import clock, sealing
from tongzhou.kernel.keys import keyring
from tongzhou.messages.errors import LineRefused
from tongzhou.messages.models import Line, Sort
from tongzhou.people.models import Person

KEEP = timedelta(days=365)


def keep(phone: str, *, by: Actor) -> None:
    """Keep the telephone of whoever is signed in, or forget it when ``phone`` is empty. Raises LineRefused."""
    plain = phone.replace(" ", "").replace("-", "")
    if not plain:
        return keep_for({by.staff_id: ""})
    if not is_telephone(plain):
        raise LineRefused(_("A telephone has 7 to 15 digits, with + in front when it is abroad."), field="phone")
    keep_for({by.staff_id: plain})


def is_telephone(phone: str) -> bool:
    digits = phone.removeprefix("+")
    return digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15


def keep_for(phones: Mapping[UUID, str]) -> None:
    """The telephones of members of staff, each in place of an older one; an empty one is none."""
    now = clock.now()
    lines = [
        Line(
            staff_id=staff_id,
            sealed=sealing.seal(keyring().district, {"staff": str(staff_id), "phone": phone}),
            given_at=now,
            keep_until=now.date() + KEEP,
        )
        for staff_id, phone in phones.items()
    ]
    Line.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["staff"],
        update_fields=["sealed", "given_at", "keep_until"],
        batch_size=500,
    )


def of_staff(staff_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of those who gave one. The caller has a reason, or answers nothing of it."""
    found = Line.objects.filter(staff_id__in=list(staff_ids)).values_list("staff_id", "sealed")
    opened = {staff_id: sealing.unseal(keyring().district, bytes(sealed))["phone"] for staff_id, sealed in found}
    return {staff_id: phone for staff_id, phone in opened.items() if phone}


def to_dial(sort: str, recipient_id: UUID) -> str:
    """For the gateway alone, through the login of the whole district: the look was written when it was told."""
    if sort == Sort.STAFF:
        return of_staff([recipient_id]).get(recipient_id, "")
    person = Person.objects.filter(id=recipient_id, wrapped_key__isnull=False).first()
    return person.identity(person.key).phone if person else ""
