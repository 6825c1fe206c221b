"""Every kind of work of the house, every state, every act, every role: what the table declares and nothing else.

All acts go through one function, which writes nothing itself; so the whole product is tried without a database.
"""

from dataclasses import replace
from itertools import product

import pytest

from tongzhou.access.actors import Actor
from tongzhou.access.roles import ROLES
from tongzhou.access.tests.factories import actor
from tongzhou.kernel import clock
from tongzhou.kernel.errors import RuleBroken
from tongzhou.matters import casetypes, moving, steps
from tongzhou.matters.casetypes import Act, CaseType, State
from tongzhou.matters.models import Event, Matter

KINDS = [kind.code for kind in casetypes.registered()]


def unchanged(matter: Matter, event: Event) -> None:
    """What an act changes besides is tried where the act is."""


def told(matter: Matter, act: Act, by: Actor, note: str) -> str:
    """The state that the act leads to, or the code of what speaks against it."""
    try:
        return str(steps.step(matter, act, by=by, at=clock.now(), note=note, change=unchanged).state)
    except RuleBroken as error:
        return error.code


def declared(kind: CaseType, state: State, act: Act, by: Actor, note: str) -> str:
    if not by.may(kind.permission(act)):
        return "not_allowed"
    if (state, act) not in kind.transitions:
        return "wrong_state"
    if not note and act in kind.reasoned - {Act.REOPEN}:
        return "reason_needed"
    return str(kind.transitions[(state, act)])


def matter_of(kind: CaseType, state: State, by: Actor, stage: str = "") -> Matter:
    return Matter(case_type=kind.code, state=state, stage=stage, place_id=by.post_id)


@pytest.fixture
def without_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is one's own finding is asked of the database, and tried in its programme."""
    unguarded = {code: replace(casetypes.get(code), guard=None) for code in KINDS}
    monkeypatch.setattr(Matter, "type", property(lambda matter: unguarded[matter.case_type]))


@pytest.mark.usefixtures("without_guards")
@pytest.mark.parametrize("code", KINDS)
def test_who_may_succeeds_and_who_may_not_is_refused(code: str) -> None:
    kind = casetypes.get(code)
    for role in ROLES.values():
        here, elsewhere = (actor(permissions=role.permissions) for _turn in range(2))
        for state, act in product(State, Act):
            wanted = declared(kind, state, act, here, "有人在家")
            assert told(matter_of(kind, state, here), act, here, "有人在家") == wanted, (role.code, state, act)
            assert told(matter_of(kind, state, here), act, elsewhere, "有人在家") == "not_allowed"
    anybody = actor()
    for state, act in product(State, Act):
        assert told(matter_of(kind, state, anybody), act, anybody, "") == declared(kind, state, act, anybody, "")


@pytest.mark.parametrize("code", [code for code in KINDS if casetypes.get(code).moves])
def test_every_move_at_every_stage_for_every_role(code: str) -> None:
    kind = casetypes.get(code)
    every = [(role, *(actor(permissions=role.permissions) for _turn in range(2))) for role in ROLES.values()]
    for (role, here, elsewhere), state, stage in product(every, State, kind.stages):
        matter = matter_of(kind, state, here, stage)
        wanted = [
            name
            for name, move in kind.moves.items()
            if state == State.ACCEPTED and stage in move.stages and move.permission in role.permissions
        ]
        assert moving.possible(matter, by=here) == wanted
        assert moving.possible(matter, by=elsewhere) == []


@pytest.mark.parametrize("code", KINDS)
def test_no_table_leads_to_the_end_past_its_proof_and_its_second_person(code: str) -> None:
    """Along every path: closed is reached by closing alone, and where a second person checks, from there."""
    kind = casetypes.get(code)
    reached, ways = {State.OPEN}, set()
    while True:
        found = {(state, act) for state, act in kind.transitions if state in reached}
        ways |= {state for state, act in found if kind.transitions[(state, act)] == State.CLOSED}
        after = reached | {kind.transitions[pair] for pair in found}
        if after == reached:
            break
        reached = after
    assert State.CLOSED in reached
    assert ways == ({State.CHECKING} if kind.is_checked else ways - {State.CHECKING})
    into = {act for (_state, act), target in kind.transitions.items() if target == State.CLOSED}
    assert into == {Act.CLOSE}
