"""What a number was, as it was known at a moment: counted from the ledger, whatever has been corrected since.

Slow and independent of the counts that are kept; a brief is rebuilt by it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from tongzhou.access.actors import Actor
from tongzhou.figures import indicators
from tongzhou.figures.counting import REGROUPING
from tongzhou.figures.standings import Fact, shares
from tongzhou.ledger.models import Entries, Stored
from tongzhou.ledger.records import WITHDRAWN
from tongzhou.places.queries import current_tree


def values(place_id: UUID, day: date, known_at: datetime, *, by: Actor) -> dict[str, int]:
    """Every indicator at the place and below on that day, by what had been received until ``known_at``."""
    leaves = current_tree().scope([place_id]).places & by.scope.places
    known = Stored.objects.filter(received_at__lte=known_at)
    groups = _groups(known.of_kind(*REGROUPING))
    found: Counter[str] = Counter(dict.fromkeys(indicators.INDICATORS, 0))
    for whose, facts in _facts(known, day, groups).items():
        for key, share in shares(whose, facts).items():
            if key.day == day and share.place_id in leaves:
                found[key.indicator] += share.amount
    return dict(found)


def _groups(moves: Entries) -> Mapping[UUID, UUID]:
    """Record to the record that it had been merged into by then."""
    into: dict[UUID, UUID] = {}
    for entry in moves.order_by("received_at", "id"):
        if entry.subject_id is None:
            continue
        if entry.kind == "person.merged":
            into[entry.subject_id] = UUID(entry.body["into"])
        else:
            into.pop(entry.subject_id, None)
    return into


def _root(person: UUID, into: Mapping[UUID, UUID]) -> UUID:
    while person in into:
        person = into[person]
    return person


def _facts(known: Entries, day: date, into: Mapping[UUID, UUID]) -> dict[UUID, list[Fact]]:
    """The entries of everybody who has one on that day, by whom they counted for."""
    kinds = indicators.kinds()
    subjects = set(known.of_kind(*kinds).occurred_on(day).values_list("subject_id", flat=True))
    roots = {_root(person, into) for person in subjects if person}
    wanted = {person for person in {*subjects, *into, *into.values()} if person and _root(person, into) in roots}
    facts: dict[UUID, list[Fact]] = defaultdict(list)
    for entry in _every(known, kinds, wanted):
        whose = _root(entry.subject_id, into) if entry.subject_id else entry.corrects or entry.id
        facts[whose].append(Fact._make(getattr(entry, name) for name in Fact._fields))
    return facts


def _every(known: Entries, kinds: Iterable[str], subjects: set[UUID]) -> Entries:
    return known.of_kind(*kinds, WITHDRAWN.code).filter(subject_id__in=subjects)
