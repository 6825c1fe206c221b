"""The only place where persons change. What is done to a person is an entry in the ledger of the same transaction.

Never change an identity by hand: its seal, its mask, its tokens and its household go together.
"""

from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database
from tongzhou.ledger.kinds import Kind
from tongzhou.people import adding, bulk, entries, queries, records
from tongzhou.people.adding import Added, add
from tongzhou.people.errors import MergeRefused, NotMerged, PersonNotThere, ReasonNeeded
from tongzhou.people.identities import Identity, NewPerson, changed, masked, seal
from tongzhou.people.models import Membership, Person, Token
from tongzhou.people.retention import forget

__all__ = ["Added", "NewPerson", "add", "correct_identity", "forget", "merge", "move", "unmerge"]

_MERGING = 0x6D65726765  # one merge at a time: two at once could close a circle


def correct_identity(*, person_id: UUID, identity: Identity, by: Actor) -> None:
    """Write the identity anew: seal, mask, tokens and, for another address, household. The entry names the parts that
    changed and holds the old ones sealed. Raises Several, PersonNotThere, KeyDestroyed."""
    access.require(by, Permission.ARRIVAL_REGISTER)
    person = queries.person(person_id)
    key = person.key
    old, new = person.identity(key), adding.checked(identity)
    parts = changed(old, new)
    if not parts:
        return
    person.sealed, person.masked = seal(new, key), masked(new.name)
    person.save(update_fields=["sealed", "masked"])
    Token.objects.filter(person_id=person.id).delete()
    bulk.insert(adding.token_rows([(person.id, person.place_id, new)]))
    if "address" in parts:
        _rehouse(person, new.address)
    before = {part: getattr(old, part) for part in parts}
    entries.record(records.CORRECTED, person, {"parts": parts}, by=by, key=key, secret=before)


def _rehouse(person: Person, address: str) -> None:
    Membership.objects.filter(person_id=person.id, until_on=None).update(until_on=clock.today())
    bulk.insert(*adding.household_rows([(person.id, person.place_id, address)], clock.today()))


def move(*, person_id: UUID, place_id: UUID, address: str, by: Actor) -> None:
    """The person lives elsewhere from today: what is seen where they live goes with them, even out of the own scope.

    Raises PersonNotThere, KeyDestroyed, Several.
    """
    access.require(by, Permission.ARRIVAL_REGISTER)
    person = queries.person(person_id)
    key = person.key
    old = person.identity(key)
    new = adding.checked(Identity(old.name, old.id_kind, old.id_number, old.phone, address))
    Person.objects.filter(id=person.id).update(sealed=seal(new, key))
    entries.record(records.MOVED, person, {"from": person.place_id, "to": place_id}, by=by)
    with database.cursor() as statement:
        statement.execute("SELECT people_move(%s, %s, %s)", [person.id, place_id, clock.today()])
        if statement.fetchone() != (True,):
            raise _not_there()
    bulk.insert(*adding.household_rows([(person.id, place_id, new.address)], clock.today()))


def merge(*, loser_id: UUID, survivor_id: UUID, reason: str, by: Actor) -> None:
    """Two records are one human: the loser is shown as the survivor from now on; both keep their keys.

    Raises ReasonNeeded, PersonNotThere, KeyDestroyed, MergeRefused for one that is merged already and for a circle.
    """
    access.require(by, Permission.PERSON_MERGE)
    loser, survivor = _both(loser_id, survivor_id, reason)
    if loser.merged_into_id is not None:
        raise MergeRefused(_("This record was merged already. Part it first."))
    if queries.roots([survivor.id])[survivor.id] == loser.id:
        raise MergeRefused(_("The other record was merged into this one. Choose another."))
    _set_merged(loser, survivor.id)
    _record_merge(records.MERGED, loser, survivor.id, reason, by)


def unmerge(*, loser_id: UUID, reason: str, by: Actor) -> None:
    """They were two humans after all: each record stands for itself again. Raises ReasonNeeded, NotMerged …"""
    access.require(by, Permission.PERSON_MERGE)
    _need(reason)
    _one_at_a_time()
    loser = queries.person(loser_id)
    survivor_id = loser.merged_into_id
    if survivor_id is None:
        raise NotMerged(_("This record is not merged with another."))
    _set_merged(loser, None)
    _record_merge(records.UNMERGED, loser, survivor_id, reason, by)


def _both(loser_id: UUID, survivor_id: UUID, reason: str) -> tuple[Person, Person]:
    _need(reason)
    if loser_id == survivor_id:
        raise MergeRefused(_("A record cannot be merged with itself. Choose another."))
    _one_at_a_time()
    found = {person.id: person for person in Person.objects.filter(id__in=[loser_id, survivor_id])}
    if len(found) < 2:
        raise _not_there()
    return found[loser_id], found[survivor_id]


def _need(reason: str) -> None:
    if len(reason.strip()) < 2:
        raise ReasonNeeded(_("Say in a few words why; it stays with the record."), field="reason")


def _one_at_a_time() -> None:
    with database.cursor() as statement:
        statement.execute("SELECT pg_advisory_xact_lock(%s)", [_MERGING])


def _set_merged(loser: Person, into: UUID | None) -> None:
    Person.objects.filter(id=loser.id).update(merged_into_id=into)


def _record_merge(kind: Kind, loser: Person, survivor_id: UUID, reason: str, by: Actor) -> None:
    key = loser.key
    entries.record(kind, loser, {"into": survivor_id}, by=by, key=key, secret={"reason": reason.strip()})


def _not_there() -> PersonNotThere:
    return PersonNotThere(_("There is no such person, or they are not part of your duty."))
