"""What the late checks find follows from what happened, not from which telephone hands up first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, groupby
from threading import Thread
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock, database, ids
from tongzhou.matters.models import Event
from tongzhou.passes import profiles, queries
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON
from tongzhou.places import actions as places
from tongzhou.places.tests.factories import ON
from tongzhou.programmes.gates import actions
from tongzhou.programmes.gates.checks import Check

MINUTES = [-4320, -2880, -1440, -1439, -10, -5, -4, -3, -1, 0]
NUMBERS = count(1)


@dataclass(frozen=True)
class Scan:
    """``minute``: from noon; ``holder``: which pass, two of a household."""

    minute: int
    gate: int
    holder: int
    is_out: bool = True
    is_known: bool = False

    def check(self, first: int, entry_id: UUID) -> Check:
        """Passes are numbered from ``first``, so that no two turns of a test meet."""
        return Check(
            entry_id=entry_id,
            who="pass",
            is_out=self.is_out,
            temperature=36.5,
            pass_number=first + self.holder,
            household=(first + self.holder // 2 * 2).to_bytes(5),
            reason="household_out" if self.is_known else "good",
            at=NOON + timedelta(minutes=self.minute),
        )


KNOWN = st.sampled_from([False] * 4 + [True])
SCANS = st.builds(Scan, st.sampled_from(MINUTES), st.integers(0, 2), st.integers(0, 3), st.booleans(), KNOWN)
HAPPENED = st.lists(SCANS, min_size=2, max_size=7)
CUTS = st.lists(st.booleans(), min_size=7, max_size=7)


@pytest.fixture
def gates(committed: None) -> Iterator[list[Actor]]:
    """Three gates of a village whose households go out once in two days."""
    with clock.at(NOON):
        desk = factories.desk()
        yongle = desk.district.yongle.id
        with database.acting(desk.by.scope.places):
            numbers = {"elderly": 10, "entrances": 3, "open_entrances": 3, "outings": 1, "days": 2}
            profiles.describe(yongle, by=desk.by, sort="village", has_property_firm=False, **numbers)
        made = [places.add_place(name=f"{one}号门", kind="gate", parent_id=yongle, on=ON) for one in range(3)]
        yield [actor(one.id, unit_id=desk.by.unit_id) for one in made]


def opened(gates: Sequence[Actor], scans: Sequence[Scan], order: Sequence[int], cuts: Sequence[bool]) -> Counter[str]:
    """Hand up in this order, a batch ending at another gate and where ``cuts`` says; the words of what was opened."""
    first, base = next(NUMBERS) * 8, ids.new().int
    batches = [sum(cuts[: turn + 1]) for turn in range(len(order))]
    for (_batch, gate), group in groupby(zip(order, batches, strict=True), lambda one: (one[1], scans[one[0]].gate)):
        with database.acting(gates[gate].scope.places):
            checks = [scans[place].check(first, UUID(int=base + place)) for place, _batch in group]
            assert {one.status for one in actions.record(checks, by=gates[gate])} == {"stored"}
    return told(first)


def told(first: int) -> Counter[str]:
    """What was opened about the four passes from this number on, in words that name them by their place."""
    short = {queries.short(first + one): str(one) for one in range(4)}
    with database.acting((), is_wide=True):
        notes = list(Event.objects.filter(matter__case_type="gate_late", act="open").values_list("note", flat=True))
    return Counter(note.replace(number, one) for note in notes for number, one in short.items() if number in note)


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=[*HealthCheck])
@given(HAPPENED.flatmap(lambda scans: st.tuples(st.just(scans), st.permutations(range(len(scans))))), CUTS, CUTS)
@example(([Scan(-4, 0, 0, False), Scan(-3, 1, 0, False), Scan(-1, 0, 0, False)], [0, 2, 1]), [False] * 7, [True] * 7)
@example(([Scan(-2880, 0, 0), Scan(-1440, 0, 0), Scan(0, 0, 0)], [0, 2, 1]), [True] * 7, [True] * 7)
def test_any_order_and_batching_opens_the_same(
    gates: list[Actor], case: tuple[list[Scan], list[int]], cuts: list[bool], others: list[bool]
) -> None:
    scans, order = case
    assert opened(gates, scans, range(len(scans)), cuts) == opened(gates, scans, order, others)


def test_two_telephones_that_hand_up_at_once_see_one_another(gates: list[Actor]) -> None:
    def second() -> None:
        with clock.at(NOON), database.acting(gates[1].scope.places):
            actions.record([Scan(-1, 1, 0, False).check(8, ids.new())], by=gates[1])
        connections.close_all()

    other = Thread(target=second)
    with database.acting(gates[0].scope.places):
        actions.record([Scan(-2, 0, 0, False).check(8, ids.new())], by=gates[0])
        other.start()
        other.join(0.5)
        assert other.is_alive()  # it waits for what is not committed yet
    other.join(20)
    assert told(8) == {"出入证 0 5分钟内出现在两个门岗。": 1}
