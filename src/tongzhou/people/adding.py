"""Recording persons: checked, sealed under a key of the own, tokens beside it. Call it as ``actions.add``.

Never write a person in another way: seal, mask, tokens and household go together.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.access.permissions import Permission
from tongzhou.kernel import clock, database, ids, sealing
from tongzhou.kernel.errors import RuleBroken, Several
from tongzhou.people import bulk, idcheck, tokens
from tongzhou.people.bulk import Rows
from tongzhou.people.identities import Identity, NewPerson, masked, seal
from tongzhou.people.models import Household, Membership, Person, Token
from tongzhou.people.records import KEEP_DAYS

_PERSON = ("id", "place", "recorded_at", "sealed", "wrapped_key", "masked", "guardian", "keep_until", "created_at")


@dataclass(frozen=True, slots=True)
class Keyed:
    """A checked person with the key made for them."""

    new: NewPerson
    key: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """A recorded person and the key under which the rest about them is sealed."""

    id: UUID
    key: bytes


def add(people: Sequence[NewPerson], *, by: Actor) -> list[Added]:
    """Record any number in one statement, in order. The same address of the same place is the same household.

    All or none: raises Several with every error, its field and its row (from 1). Ask :func:`queries.find_similar`
    before.
    """
    access.require(by, Permission.ARRIVAL_REGISTER)
    made = keyed(people)
    bulk.insert(
        _persons(made, by.post_id),
        token_rows((person.new.id, person.new.place_id, person.new.identity) for person in made),
        *household_rows(((person.new.id, person.new.place_id, person.new.address) for person in made), clock.today()),
    )
    database.made(person.new.id for person in made)
    return [Added(person.new.id, person.key) for person in made]


def clean(identity: Identity) -> tuple[Identity, list[RuleBroken]]:
    """Every part in its one spelling, and what is wrong; a wrong part is empty."""
    checks: dict[str, Callable[[], str]] = {
        "name": lambda: idcheck.name(identity.name),
        "id_number": lambda: idcheck.number(identity.id_kind, identity.id_number),
        "phone": lambda: idcheck.phone(identity.phone),
        "address": lambda: idcheck.address(identity.address),
    }
    parts: dict[str, str] = {}
    errors: list[RuleBroken] = []
    for part, check in checks.items():
        try:
            parts[part] = check()
        except RuleBroken as error:
            parts[part] = ""
            errors.append(error)
    return replace(identity, **parts), errors


def checked(identity: Identity) -> Identity:
    """Raises Several with each part that is wrong."""
    cleaned, errors = clean(identity)
    if errors:
        raise Several(errors)
    return cleaned


def keyed(people: Iterable[NewPerson]) -> list[Keyed]:
    """Raises Several with every error of every person; ``row`` counts them from 1."""
    made: list[Keyed] = []
    errors: list[RuleBroken] = []
    for row, new in enumerate(people, start=1):
        cleaned, wrong = clean(new.identity)
        for error in wrong:
            error.row = row
        errors += wrong
        made.append(Keyed(new.with_identity(cleaned), sealing.new_key()))
    if errors:
        raise Several(errors)
    return made


def _persons(people: Sequence[Keyed], post_id: UUID) -> Rows:
    now = clock.now()
    keep_until = clock.day_of(now) + timedelta(days=KEEP_DAYS)
    rows = [
        (
            *(person.new.id, person.new.place_id, post_id),
            seal(person.new.identity, person.key),
            sealing.wrap(person.key),
            masked(person.new.name),
            *(person.new.guardian_id, keep_until, now),
        )
        for person in people
    ]
    return Rows(Person, _PERSON, rows)


def token_rows(people: Iterable[tuple[UUID, UUID, Identity]]) -> Rows:
    """Of (person, place, identity)."""
    rows = [
        (token, place_id, person_id) for person_id, place_id, identity in people for token in tokens.of_person(identity)
    ]
    return Rows(Token, ("token", "place", "person"), rows)


def household_rows(people: Iterable[tuple[UUID, UUID, str]], from_on: date) -> tuple[Rows, Rows]:
    """Of (person, place, address): the households, and the memberships that join each with its own."""
    found: dict[UUID, tuple[UUID, UUID, bytes, bytes]] = {}
    joined = []
    for person_id, place_id, address in people:
        if address:
            household_id = tokens.of_address(place_id, address)
            if household_id not in found:
                key = sealing.new_key()
                found[household_id] = (
                    *(household_id, place_id),
                    *(sealing.seal(key, {"address": address}), sealing.wrap(key)),
                )
            joined.append((ids.new(), person_id, household_id, place_id, from_on))
    return (
        Rows(Household, ("id", "place", "sealed", "wrapped_key"), sorted(found.values()), once=True),
        Rows(Membership, ("id", "person", "household", "place", "from_on"), joined),
    )
