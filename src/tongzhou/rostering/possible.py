"""People whose limits no rota can keep: what stands in the way becomes a cost, and is told; the others lose nothing.

A plan that is nearest to an impossible document is better than none. Rest rules are never softened: whoever rests keeps
them.
"""

from dataclasses import fields, replace
from typing import Any

import numpy as np

from tongzhou.rostering.days import Days
from tongzhou.rostering.documents import Limit, Limits, Person, Problem
from tongzhou.rostering.graphs import graph, to_go
from tongzhou.rostering.tables import NEVER, Array

_WEIGHT = 1_000
"""What each unit outside a limit costs that cannot be kept; a limit stays far above any wish."""


def possible(days: Days) -> tuple[Problem, list[str]]:
    """The problem in which everybody has a legal rota, and what was softened for it, in words."""
    problem = days.tables.problem
    people, notes = list(problem.people), list[str]()
    known: dict[str, tuple[str, ...]] = {}
    for row in _without_rota(days):
        person, may = people[row], days.tables.may[row]
        key = repr((person.limits, person.contract, person.history)) + str(may.tobytes())
        if key not in known:
            known[key] = _in_the_way(problem, person, may)
        people[row] = replace(person, limits=softened(person.limits, known[key]))
        told = ", ".join(f"{name} {_words(getattr(person.limits, name))}" for name in known[key])
        notes.append(f"{person.id} has no rota that keeps {told or 'every pin'}; planned as near to it as can be")
    return (replace(problem, people=tuple(people)), notes) if notes else (problem, notes)


def _without_rota(days: Days) -> list[int]:
    values = days.values(np.minimum(days.base, NEVER))
    none = [members[one[0][:, 0] >= NEVER / 2] for one, members in zip(values, days.members, strict=True)]
    return sorted(np.concatenate(none).tolist()) if none else []


def all_softened(problem: Problem) -> Problem:
    """The same with every limit at a cost: what is left where each can be kept, but not all of them together."""
    return replace(problem, people=tuple(replace(one, limits=softened(one.limits)) for one in problem.people))


def softened(limits: Limits, names: tuple[str, ...] = ()) -> Limits:
    """The same limits, those of these names (all, when none is told) at a cost where they must hold."""
    changed: dict[str, Any] = {
        name: _soft(getattr(limits, name)) for name in names or [one.name for one in fields(limits)]
    }
    return replace(limits, **changed)


def _soft(limit: object) -> object:
    if isinstance(limit, Limit):
        return replace(limit, weight=_WEIGHT) if limit.weight is None else limit
    return {key: _soft(one) for key, one in limit.items()} if isinstance(limit, dict) else limit


def _in_the_way(problem: Problem, person: Person, may: Array) -> tuple[str, ...]:
    """The one limit without which there is a rota, or all of them."""
    names = tuple(one.name for one in fields(Limits) if getattr(person.limits, one.name))
    alone = (name for name in names if _has_rota(problem, _without(person, name), may))
    return next(((name,) for name in alone), names)


def _without(person: Person, name: str) -> Person:
    return replace(person, limits=softened(person.limits, (name,)))


def _has_rota(problem: Problem, person: Person, may: Array) -> bool:
    cost = np.where(may, 0.0, NEVER)[None]
    return bool(to_go(graph(problem, person), cost)[0][0, 0] < NEVER / 2)


def _words(limit: object) -> str:
    if isinstance(limit, Limit):
        return f"{limit.least or 0} to {'any number' if limit.most is None else limit.most}"
    return ", ".join(f"{key} {_words(one)}" for key, one in limit.items()) if isinstance(limit, dict) else ""
