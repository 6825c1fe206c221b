"""What a gate records, what follows, and what only the server can see later."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.models import Sum

from tongzhou.access.actors import Actor
from tongzhou.access.tests.factories import actor
from tongzhou.figures import rebuilding
from tongzhou.figures.models import Count
from tongzhou.kernel import clock, database, ids
from tongzhou.kernel.errors import NotAllowed
from tongzhou.ledger import verifying
from tongzhou.ledger.models import Stored
from tongzhou.ledger.verifying import What
from tongzhou.matters.models import Event, Matter
from tongzhou.passes import actions as passes
from tongzhou.passes import profiles, queries
from tongzhou.passes.judging import Reason
from tongzhou.passes.models import Pass
from tongzhou.passes.tests import factories
from tongzhou.passes.tests.factories import NOON, Desk
from tongzhou.people import actions as people
from tongzhou.people.tests.factories import new_person
from tongzhou.places import actions as places
from tongzhou.places.tests.factories import ON
from tongzhou.programmes.gates import actions, asking, knowing
from tongzhou.programmes.gates.checks import Check
from tongzhou.programmes.gates.models import Passage
from tongzhou.programmes.gates.queries import Tally, tally


@pytest.fixture
def desk(committed: None) -> Iterator[Desk]:
    with clock.at(NOON):
        yield factories.desk()


def gate(desk: Desk, name: str = "永乐村东门") -> Actor:
    place = places.add_place(name=name, kind="gate", parent_id=desk.district.yongle.id, on=ON)
    return actor(place.id, unit_id=desk.by.unit_id)


def recorded(by: Actor, *checks: Check) -> list[str]:
    with database.acting(by.scope.places):
        return [told.status for told in actions.record(checks, by=by)]


def issued(desk: Desk) -> Pass:
    with database.acting(desk.by.scope.places):
        people.add([new_person(desk.district.yongle.id)], by=desk.by)
        (made,) = passes.issue_for_households(desk.district.yongle.id, days=14, is_paper=True, by=desk.by)
        return made


def judged(by: Actor, one: Pass, *, is_out: bool = True) -> Reason:
    with database.acting(by.scope.places):
        return knowing.judge(queries.square(one), is_out=is_out, by=by).reason


def through(by: Actor, one: Pass, *, is_out: bool = True, **changes: Any) -> Check:
    with database.acting(by.scope.places):
        verdict = knowing.judge(queries.square(one), is_out=is_out, by=by)
    parts = {"who": "pass", "is_out": is_out, "temperature": 36.5, "reason": verdict.reason, **changes}
    return Check(**{"pass_number": verdict.number, "household": verdict.household, **parts})


def counted(by: Actor) -> Tally:
    with database.acting(by.scope.places):
        return tally(zone_id=knowing.open_zone(by), by=by)


def figures(*codes: str) -> list[int]:
    with database.acting((), is_wide=True):
        return [Count.objects.filter(indicator=code).aggregate(Sum("value"))["value__sum"] or 0 for code in codes]


@contextmanager
def meddling() -> Iterator[Any]:
    """A hand in the database, past every wall."""
    with connections[database.OWNER].cursor() as statement:
        statement.execute("ALTER TABLE gates_passage NO FORCE ROW LEVEL SECURITY")
        yield statement
        statement.execute("ALTER TABLE gates_passage FORCE ROW LEVEL SECURITY")


def late() -> list[str]:
    with database.acting((), is_wide=True):
        return sorted(Event.objects.filter(matter__case_type="gate_late", act="open").values_list("note", flat=True))


def test_a_check_holds_no_degree_and_no_name(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    check = through(by, one)
    assert recorded(by, check) == ["stored"]
    assert recorded(by, check) == ["already"]
    with database.acting(by.scope.places):
        (entry,) = Stored.objects.of_kind("gate.checks")
        assert {key: entry.body[key] for key in ("checks", "hot", "refused")} == {"checks": 1, "hot": 0, "refused": 0}
        row = Passage.objects.get()
        assert (row.pass_number, row.batch_id, row.is_hot) == (one.number, entry.id, False)
        assert counted(by).went_out == 1


def test_one_entry_vouches_for_a_batch_and_its_figures_count_each(desk: Desk) -> None:
    by = gate(desk)
    hot = Check(who="visitor", is_out=False, temperature=38.0, outcome="turned_back")
    calm = [Check(who="visitor", is_out=False, temperature=36.4) for _ in range(3)]
    assert recorded(by, *calm, hot) == ["stored"] * 4
    assert recorded(by, *calm, Check(who="courier", is_out=False)) == ["already"] * 3 + ["stored"]
    other = replace(calm[0], outcome="turned_back")
    assert recorded(by, other) == ["refused"]
    with database.acting(by.scope.places):
        assert [entry.body["checks"] for entry in Stored.objects.of_kind("gate.checks").order_by("received_at")] == [
            4,
            1,
        ]
    assert figures("gates.checks", "gates.hot") == [5, 1]
    assert rebuilding.rebuild() == []


def test_checks_of_two_days_are_vouched_for_by_day(desk: Desk) -> None:
    by, night = gate(desk), clock.start_of(clock.today())
    checks = [Check(who="courier", is_out=False, at=night + timedelta(minutes=off)) for off in (-5, 5)]
    assert recorded(by, *checks) == ["stored"] * 2
    with database.acting(by.scope.places):
        days = [clock.day_of(entry.occurred_at) for entry in Stored.objects.of_kind("gate.checks")]
    assert sorted(days) == [clock.today() - timedelta(days=1), clock.today()]


def test_verify_names_a_row_that_was_altered_added_or_removed(desk: Desk) -> None:
    by = gate(desk)
    checks = [Check(who="visitor", is_out=False, temperature=36.4) for _ in range(3)]
    recorded(by, *checks)
    assert verifying.verify() == []
    with meddling() as statement:
        statement.execute("UPDATE gates_passage SET is_hot = true WHERE entry_id = %s", [checks[0].entry_id])
    assert [(found.what, found.entry_id) for found in verifying.verify()] == [(What.ALTERED, checks[0].entry_id)]
    with meddling() as statement:
        statement.execute("UPDATE gates_passage SET is_hot = false WHERE entry_id = %s", [checks[0].entry_id])
        statement.execute("UPDATE gates_passage SET batch_id = %s WHERE entry_id = %s", [ids.new(), checks[1].entry_id])
    found = verifying.verify()
    with database.acting(by.scope.places):
        (entry,) = Stored.objects.of_kind("gate.checks")
    assert {(one.what, one.entry_id) for one in found} == {(What.ADDED, checks[1].entry_id), (What.MISSING, entry.id)}


def test_hot_opens_work_for_the_committee_at_once(desk: Desk) -> None:
    by = gate(desk)
    recorded(by, Check(who="visitor", is_out=False, temperature=37.3, outcome="turned_back"))
    with database.acting((), is_wide=True):
        matter = Matter.objects.get(case_type="gate_hot")
        assert (matter.place_id, matter.due_at - matter.opened_at) == (desk.district.yongle.id, timedelta(hours=1))


@pytest.mark.parametrize("who", ["ambulance", "fire", "evacuation", "courier"])
def test_emergencies_and_couriers_are_not_measured(desk: Desk, who: str) -> None:
    assert recorded(gate(desk), Check(who=who, is_out=False)) == ["stored"]


@pytest.mark.parametrize("outcome", ["refused_question", "refused_measurement", "refused_mask", "turned_back"])
def test_a_refusal_is_an_outcome(desk: Desk, outcome: str) -> None:
    assert recorded(gate(desk), Check(who="visitor", is_out=False, outcome=outcome)) == ["stored"]


def test_a_bad_check_is_refused_with_its_reason_and_the_rest_is_stored(desk: Desk) -> None:
    by = gate(desk)
    good = Check(who="visitor", is_out=False, temperature=36.4)
    bad = [
        Check(who="nobody", is_out=False, temperature=36.4),
        Check(who="visitor", is_out=False),
        Check(who="visitor", is_out=False, temperature=3.64),
        Check(who="visitor", is_out=False, temperature=36.4, outcome="flew"),
    ]
    with database.acting(by.scope.places):
        told = actions.record([bad[0], good, *bad[1:]], by=by)
    assert [one.status for one in told] == ["refused", "stored", "refused", "refused", "refused"]
    assert [one.error.field for one in told if one.error] == ["who", "temperature", "temperature", "outcome"]


def test_the_household_rule_counts_over_all_gates_of_the_compound(desk: Desk) -> None:
    east, west, one = gate(desk), gate(desk, "永乐村西门"), issued(desk)
    numbers = {"elderly": 10, "entrances": 2, "open_entrances": 2, "outings": 1, "days": 2}
    with database.acting(desk.by.scope.places):
        profiles.describe(desk.district.yongle.id, by=desk.by, sort="village", has_property_firm=False, **numbers)
    recorded(east, through(east, one))
    with clock.at(NOON + timedelta(hours=1)):
        assert judged(west, one) == Reason.HOUSEHOLD_OUT
        assert judged(west, one, is_out=False) == Reason.GOOD
        recorded(west, through(west, one, reason="good"))
        assert late() == [f"出入证 {queries.short(one.number)} 所在家庭外出次数超过规定。"]


def test_a_revoked_pass_that_was_let_through_is_found_later(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    with database.acting(desk.by.scope.places):
        passes.revoke(one.id, why="lent", by=desk.by)
    assert judged(by, one) == Reason.REVOKED
    recorded(by, through(by, one, reason="good", list_number=0, at=NOON + timedelta(seconds=1)))
    assert late() == [f"出入证 {queries.short(one.number)} 作废后仍被放行。"]


def test_a_pass_that_a_rule_of_its_zone_revoked_is_found_later(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    with clock.at(NOON + timedelta(minutes=5)), database.acting(desk.by.scope.places):
        passes.revoke_older(desk.district.yongle.id, by=desk.by)
    with clock.at(NOON + timedelta(minutes=6)), database.acting(desk.by.scope.places):
        (newer,) = passes.issue_for_households(desk.district.yongle.id, days=14, is_paper=True, by=desk.by)
    with clock.at(NOON + timedelta(hours=1)):
        shown = {"who": "pass", "is_out": False, "temperature": 36.5, "reason": "good"}
        before, after = (NOON + timedelta(minutes=minute) for minute in (4, 20))
        recorded(by, *(Check(**shown, pass_number=one.number, at=at) for at in (before, after)))
        recorded(by, Check(**shown, pass_number=newer.number, at=after))
    assert late() == [f"出入证 {queries.short(one.number)} 作废后仍被放行。"]


def test_one_pass_at_two_gates_within_minutes_is_found_in_any_order(desk: Desk) -> None:
    east, west, one = gate(desk), gate(desk, "永乐村西门"), issued(desk)
    with clock.at(NOON + timedelta(hours=1)):
        recorded(west, through(west, one, is_out=False, at=NOON + timedelta(minutes=4)))
        recorded(east, through(east, one, at=NOON))
        recorded(east, through(east, one, at=NOON + timedelta(minutes=20)))
    assert late() == [f"出入证 {queries.short(one.number)} 5分钟内出现在两个门岗。"]


def test_what_was_pressed_by_mistake_is_taken_back(desk: Desk) -> None:
    by, one = gate(desk), issued(desk)
    check = through(by, one)
    recorded(by, check)
    with database.acting(by.scope.places):
        actions.undo(check.entry_id, by=by)
        assert Passage.objects.count() == 0
    assert (counted(by).went_out, figures("gates.checks")) == (0, [0])
    assert (rebuilding.rebuild(), verifying.verify()) == ([], [])


def test_a_reminder_is_counted_without_a_name(desk: Desk) -> None:
    by = gate(desk)
    with database.acting(by.scope.places):
        actions.remind("mask", by=by)
        assert tally(zone_id=by.post_id, by=by).reminders == 1
        assert Stored.objects.get(kind="gate.talked").subject_id is None


def test_a_gate_needs_the_right_to_check(desk: Desk) -> None:
    nobody = actor(desk.district.yongle.id, permissions=())
    with database.acting(nobody.scope.places), pytest.raises(NotAllowed):
        actions.record([], by=nobody)


@pytest.mark.parametrize(
    ("typed", "degrees"), [("36.5", 36.5), ("36，5", 36.5), ("365", 36.5), (" 36.5℃", 36.5), ("", None)]
)
def test_degrees_are_taken_as_they_are_typed(typed: str, degrees: float | None) -> None:
    assert asking.degrees(typed) == degrees
