"""The stages of a matter in hand: which move leads from which stage to which, declared by its type, and the one act.

No stage is skipped and no move taken back: another move follows. Never move a matter without saying why.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from tongzhou.access import policies as access
from tongzhou.access.actors import Actor
from tongzhou.matters import clocks, steps
from tongzhou.matters.casetypes import Act, Move
from tongzhou.matters.errors import MoveTooEarly, SecondPersonNeeded, WrongState
from tongzhou.matters.models import Event, Matter


def advance(matter_ids: Collection[UUID], *, move: str, words: str, by: Actor) -> list[Matter]:
    """Make one declared move; its clock starts anew when the move says how long the next stage may take.

    Raises WrongState, MoveTooEarly, SecondPersonNeeded, ProofNeeded, NotAllowed, ReasonNeeded.
    """

    def change(matter: Matter, event: Event) -> None:
        declared = _declared(matter, move)
        access.require(by, declared.permission, place_id=matter.place_id)
        _refuse_early(matter, declared, by)
        matter.stage, event.object_name = declared.target, move
        if declared.due_hours:
            clocks.start(matter, at=event.at, due_at=event.at + timedelta(hours=declared.due_hours))

    return steps.perform(Act.STEP, matter_ids, by=by, note=words, change=change)


def possible(matter: Matter, *, by: Actor) -> list[str]:
    """The moves that the matter's stage and the duty allow; whether enough was done before is told by the act."""
    if (matter.state, Act.STEP) not in matter.type.transitions or matter.place_id not in by.scope:
        return []
    declared = matter.type.moves.items()
    return [code for code, move in declared if matter.stage in move.stages and by.may(move.permission)]


def _declared(matter: Matter, code: str) -> Move:
    move = matter.type.moves.get(code)
    if move is None or matter.stage not in move.stages:
        words = {"act": move.label if move else code[:40], "stage": matter.type.stages.get(matter.stage, matter.stage)}
        raise WrongState(_("“%(act)s” is not possible at the stage “%(stage)s”.") % words)
    return move


def _refuse_early(matter: Matter, move: Move, by: Actor) -> None:
    if move.needs_proof:
        steps.check_proof(matter)
    if not move.after and not move.apart_from:
        return
    made = list(Event.objects.filter(matter=matter, act=Act.STEP).values_list("object_name", "staff_id"))
    for code, number in move.after.items():
        if sum(name == code for name, _staff in made) < number:
            words = {"act": move.label, "number": number, "before": matter.type.moves[code].label}
            raise MoveTooEarly(_("“%(act)s” needs this first, %(number)d times: “%(before)s”.") % words)
    if any(name in move.apart_from and staff == by.staff_id for name, staff in made):
        raise SecondPersonNeeded(_("You took the step before yourself. Somebody else must take this one."))
