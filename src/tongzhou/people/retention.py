"""The destruction of what is past its day, with a certificate.

A person is never deleted: the key and the tokens are destroyed, and with the key everything that any room has sealed
under it. Never destroy anything before its day, and never somebody of whom a status still holds.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tongzhou.kernel import clock, database
from tongzhou.people.models import (
    Certificate,
    Contact,
    Household,
    Membership,
    Person,
    Receipt,
    Status,
    Token,
)

_BATCH = 2000
#: What other rooms destroy when its day is over: each gives the ids of what is gone.
_others: dict[str, Callable[[date], list[UUID]]] = {}


def register(kind: str, destroy: Callable[[date], list[UUID]]) -> None:
    """Let a room destroy its own ``kind`` in the same run, under the same certificate."""
    _others[kind] = destroy


def run(day: date) -> Certificate:
    """Destroy, in the whole district, what was to be kept until a day before ``day``; the certificate is kept for good.

    ``counts`` by kind; ``hash``: SHA-256 over kind and id of everything destroyed, in order.
    """
    with database.acting((), is_wide=True):
        gone: dict[str, list[UUID]] = {"person": list(_past(day).values_list("id", flat=True))}
        gone["status"] = _delete(Status.objects.filter(keep_until__lt=day).exclude(ended_at=None, until_on=None))
        gone["contact"] = _delete(Contact.objects.filter(keep_until__lt=day))
        gone["receipt"] = _delete(Receipt.objects.filter(keep_until__lt=day))
        _forget(gone["person"])
        gone |= {kind: destroy(day) for kind, destroy in _others.items()}
        gone["household"] = _delete(_empty_households())
        return Certificate.objects.create(
            day=day, at=clock.now(), counts={kind: len(found) for kind, found in gone.items()}, hash=_hash(gone)
        )


def forget(person_ids: Collection[UUID]) -> None:
    """Destroy the keys and tokens of these persons now, whatever their day: nothing sealed about them can be read
    again. A transaction of its own through the login of the whole district."""
    with database.acting((), is_wide=True):
        _forget(person_ids)
        _delete(_empty_households())


def kept_until(person: Person) -> date:
    """The day after which the person is forgotten, as it stands: a status may keep them longer."""
    last = Status.objects.filter(person_id=person.id).order_by("-keep_until").values_list("keep_until", flat=True)
    return max([person.keep_until, *last[:1]])


def _past(day: date) -> QuerySet[Person]:
    holds = Q(keep_until__gte=day) | Q(ended_at=None, until_on=None)
    kept = Status.objects.filter(holds, person_id=OuterRef("id"))
    return Person.objects.filter(~Exists(kept), keep_until__lt=day, wrapped_key__isnull=False).order_by("id")


def _forget(person_ids: Collection[UUID]) -> None:
    listed = list(person_ids)
    for start in range(0, len(listed), _BATCH):
        some = listed[start : start + _BATCH]
        Token.objects.filter(person_id__in=some).delete()
        for held in (Contact, Receipt, Membership):
            held.objects.filter(person_id__in=some).delete()
        Person.objects.filter(id__in=some).update(wrapped_key=None, sealed=b"", masked="")


def _empty_households() -> QuerySet[Household]:
    return Household.objects.filter(~Exists(Membership.objects.filter(household_id=OuterRef("id"))))


def _delete(past: QuerySet[Status] | QuerySet[Contact] | QuerySet[Receipt] | QuerySet[Household]) -> list[UUID]:
    found = sorted(past.values_list("id", flat=True))
    for start in range(0, len(found), _BATCH):
        past.model.objects.filter(id__in=found[start : start + _BATCH]).delete()
    return found


def _hash(gone: dict[str, list[UUID]]) -> bytes:
    return hashlib.sha256("\n".join(_lines(gone)).encode()).digest()


def _lines(gone: dict[str, list[UUID]]) -> Iterable[str]:
    return (f"{kind} {id}" for kind, found in sorted(gone.items()) for id in sorted(found))
