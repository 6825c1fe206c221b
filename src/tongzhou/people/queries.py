"""Reads of people. Whatever shows an identity writes a look first; the rest is masked.

Never answer from outside the scope of the transaction except through a reviewed function.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tongzhou.access import looks
from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database, sealing
from tongzhou.people import tokens
from tongzhou.people.errors import PersonNotThere, ReasonNeeded
from tongzhou.people.identities import Identity, unseal
from tongzhou.people.matching import Reason, Similar, find_similar
from tongzhou.people.models import Person, Token

__all__ = [
    "Found",
    "Identity",
    "Reason",
    "Similar",
    "find_similar",
    "group",
    "hits",
    "identities",
    "key",
    "keys",
    "masked",
    "names",
    "person",
    "roots",
    "search",
    "village_list",
]

PAGE = 50
#: A beginning that more records share is shown in part: type more of it.
MOST_HITS = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """One line of a list: no more than a masked name."""

    id: UUID
    place_id: UUID
    masked: str
    created_at: datetime


def person(person_id: UUID) -> Person:
    """Raises PersonNotThere when there is none or the scope does not admit them."""
    found = Person.objects.filter(id=person_id).first()
    if found is None:
        raise PersonNotThere(_("There is no such person, or they are not part of your duty."))
    return found


def keys(person_ids: Collection[UUID]) -> dict[UUID, bytes]:
    """The keys of those in scope that are not forgotten. One statement."""
    held = Person.objects.filter(id__in=list(person_ids), wrapped_key__isnull=False)
    return {person.id: person.key for person in held.only("id", "wrapped_key")}


def key(person_id: UUID) -> bytes:
    """The person's key. Raises PersonNotThere, KeyDestroyed."""
    return person(person_id).key


def roots(person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Each person's record that stands for the human: itself, or the one it was merged into at last. Whatever the
    scope; ids alone."""
    with database.cursor() as statement:
        statement.execute("SELECT person, root FROM people_roots(%s::uuid[])", [list(person_ids)])
        return dict(statement.fetchall())


def group(person_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Every record of the same human, each person's own included. Whatever the scope; ids alone."""
    members: dict[UUID, set[UUID]] = {id: set() for id in person_ids}
    with database.cursor() as statement:
        statement.execute("SELECT person, member FROM people_group(%s::uuid[])", [list(person_ids)])
        for of, member in statement.fetchall():
            members[of].add(member)
    return {id: frozenset(found) for id, found in members.items()}


def identities(person_ids: Collection[UUID], *, by: Actor, reason: str) -> dict[UUID, Identity]:
    """Who they are: of those in scope, and of those that ``by`` holds a grant for. One look each, before the answer.

    A forgotten person is missing. Raises NotAllowed, ReasonNeeded.
    """
    access.require(by, Permission.PERSON_VIEW)
    if not reason.strip():
        raise ReasonNeeded(_("Say why you open this record; the person can read it."), field="reason")
    rows = _sealed_rows(person_ids)
    missing = [id for id in person_ids if id not in rows]
    if missing:
        rows |= _granted_rows(missing, by)
    return _read(rows, by=by, what="identity", reason=reason)


def names(person_ids: Collection[UUID], *, by: Actor) -> dict[UUID, str]:
    """The names for a list of those in scope: one look each, written in one statement."""
    access.require(by, Permission.PERSON_SEARCH)
    read = _read(_sealed_rows(person_ids), by=by, what="list", reason="")
    return {id: identity.name for id, identity in read.items()}


def masked(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The masked names of those in scope. One statement, no look."""
    return dict(Person.objects.filter(id__in=list(person_ids)).values_list("id", "masked"))


def masked_anywhere(person_ids: Collection[UUID]) -> dict[UUID, str]:
    """The masked names whatever the scope: for work about somebody that was sent here. One statement, no look."""
    with database.cursor() as statement:
        statement.execute(
            "SELECT asked.id, found.masked FROM unnest(%s::uuid[]) AS asked (id), LATERAL people_home(asked.id) found",
            [list(person_ids)],
        )
        return dict(statement.fetchall())


_Rows = dict[UUID, tuple[UUID, bytes, bytes | None]]


def _sealed_rows(person_ids: Collection[UUID]) -> _Rows:
    rows = Person.objects.filter(id__in=list(person_ids)).only("id", "place_id", "sealed", "wrapped_key")
    return {row.id: (row.place_id, bytes(row.sealed), _bytes(row.wrapped_key)) for row in rows}


def _bytes(value: bytes | memoryview | None) -> bytes | None:
    return None if value is None else bytes(value)


def _granted_rows(person_ids: Collection[UUID], by: Actor) -> _Rows:
    with database.cursor() as statement:
        statement.execute(
            "SELECT person, home, sealed, wrapped_key FROM people_opened(%s::uuid[], %s, %s)",
            [list(person_ids), by.account_id, clock.now()],
        )
        return {id: (home, sealed, wrapped) for id, home, sealed, wrapped in statement.fetchall()}


def _read(rows: _Rows, *, by: Actor, what: str, reason: str) -> dict[UUID, Identity]:
    readable = {id: row for id, row in rows.items() if row[2] is not None}
    if readable:
        looks.log(by, subjects=[(id, row[0]) for id, row in readable.items()], what=what, reason=reason)
    return {id: unseal(sealed, sealing.unwrap(wrapped)) for id, (_place, sealed, wrapped) in readable.items()}


def village_list(place_id: UUID, *, by: Actor, page: int = 1) -> list[Found]:
    """The persons who live at the place, last recorded first; none that are merged or forgotten."""
    access.require(by, Permission.PERSON_SEARCH, place_id=place_id)
    there = Person.objects.filter(place_id=place_id, merged_into=None, wrapped_key__isnull=False)
    return _page(there.order_by("-created_at", "-id"), page)


def _page(people: QuerySet[Person], page: int) -> list[Found]:
    start = (max(page, 1) - 1) * PAGE
    columns = people.values_list("id", "place_id", "masked", "created_at")
    return [Found(*row) for row in columns[start : start + PAGE]]


def search(text: str, *, by: Actor, page: int = 1) -> list[Found]:
    """Those in scope whose number, telephone, name, pinyin, initials or beginning it is, last recorded first.

    A merged record is shown as the one that it was merged into, when that is in scope too.
    """
    access.require(by, Permission.PERSON_SEARCH)
    wanted = tokens.wanted(text)
    hits = _hits(wanted, by) if wanted else []
    if not hits:
        return []
    merged = {id for id, into in hits if into is not None}
    shown = {id for id, _into in hits} - merged | _roots_in_scope(merged)
    return _page(Person.objects.filter(id__in=shown).order_by("-created_at", "-id"), page)


def hits(wanted: Sequence[bytes], by: Actor) -> QuerySet[Token]:
    """The tokens of the scope, read by (token, place)."""
    found = Token.objects.filter(token__in=list(wanted))
    return found if by.is_wide else found.filter(place_id__in=list(by.scope.places))


def _hits(wanted: Sequence[bytes], by: Actor) -> set[tuple[UUID, UUID | None]]:
    return set(hits(wanted, by).values_list("person_id", "person__merged_into_id")[:MOST_HITS])


def _roots_in_scope(merged: Iterable[UUID]) -> set[UUID]:
    """What to show for merged records: the root when it is seen, else the record itself."""
    if not merged:
        return set()
    of = roots(list(merged))
    seen = set(Person.objects.filter(id__in=set(of.values())).values_list("id", flat=True))
    return {root if root in seen else id for id, root in of.items()}
