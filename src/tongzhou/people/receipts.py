"""The code on a person's receipt: with it, and nothing else, somebody opens the own page.

Sixty random bits in Crockford's base 32, of which a keyed hash is kept. Never log a code and never show it twice.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, codes, database
from tongzhou.people import tokens
from tongzhou.people.errors import ReceiptUnknown
from tongzhou.people.models import Receipt
from tongzhou.people.records import KEEP_DAYS


def issue(person_id: UUID, place_id: UUID, *, by: Actor) -> str:
    """A new code, in three groups of four; every code that was issued before opens the page too. One statement."""
    access.require(by, Permission.ARRIVAL_REGISTER)
    code = codes.of(secrets.randbits(60))
    now = clock.now()
    Receipt.objects.create(
        token=tokens.of_receipt(code),
        person_id=person_id,
        place_id=place_id,
        recorded_at_id=by.post_id,
        created_at=now,
        keep_until=clock.day_of(now) + timedelta(days=KEEP_DAYS),
    )
    return codes.grouped(code)


def open(code: str) -> tuple[UUID, UUID]:
    """(person, place where they live) of a code, however it is spelled. Raises ReceiptUnknown. One statement.

    The caller slows down whoever tries one code after another.
    """
    plain = codes.plain(code)
    if plain is None:
        raise _unknown()
    with database.cursor() as statement:
        statement.execute("SELECT person, home FROM people_receipt(%s)", [tokens.of_receipt(plain)])
        found = statement.fetchone()
    if found is None:
        raise _unknown()
    person_id, place_id = found
    return person_id, place_id


def _unknown() -> ReceiptUnknown:
    return ReceiptUnknown(
        _("No record opens with this code. Compare it with the receipt, or ask at the desk."), field="code"
    )
