"""What would fill the places that must stay empty: each way is tried by asking again what must stay empty with it.

Never told untried, and never a way that breaks a rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

from tongzhou.rostering.documents import Person, Problem
from tongzhou.rostering.shortages import Group, Shortage, shortage

_MOST, _TRIES = 3, 4


@dataclass(frozen=True, slots=True)
class Remedy:
    """``kind``: "reserve" (so many are called in), "nights" (so many who work none are asked to), "later" (so many
    places of the lowest priority are put off), "people" (so many more who may take these places). ``missing``: what
    stays empty even then."""

    kind: str
    number: int
    missing: int


def remedies(problem: Problem, found: Shortage) -> list[Remedy]:
    """The three best ways out: those that leave least empty, then those that ask least of people."""
    if found.group is None:
        return []
    tried = [one for one in _ways(problem, found.group, found.missing) if one.missing < found.missing]
    return sorted(tried, key=lambda one: (one.missing, one.number))[:_MOST]


def _ways(problem: Problem, group: Group, missing: int) -> Iterator[Remedy]:
    reserve = sum(person.is_reserve for person in problem.people)
    if reserve:
        people = tuple(replace(person, is_reserve=False) for person in problem.people)
        yield Remedy("reserve", reserve, shortage(replace(problem, people=people)).missing)
    rested = sum(not person.works_nights for person in problem.people)
    if rested and any(shift.is_night for shift in problem.shifts if shift.id in group.shifts):
        people = tuple(replace(person, works_nights=True) for person in problem.people)
        yield Remedy("nights", rested, shortage(replace(problem, people=people)).missing)
    later = sum(line.count for line in problem.cover if line.priority == 3)
    if later:
        cover = tuple(line for line in problem.cover if line.priority != 3)
        yield Remedy("later", later, shortage(replace(problem, cover=cover)).missing)
    yield _more(problem, group, missing)


def _more(problem: Problem, group: Group, missing: int) -> Remedy:
    """More people who may stand at these posts in any shift; a few guesses upward until nothing is empty."""
    number, left = ceil(missing / max(1, problem.days * 5 // 7)), missing
    for _try in range(_TRIES):
        made = replace(problem, people=(*problem.people, *(_somebody(problem, group, n) for n in range(number))))
        left = shortage(made).missing
        if not left:
            break
        number += max(1, ceil(left / max(1, problem.days * 5 // 7)))
    return Remedy("people", number, left)


def _somebody(problem: Problem, group: Group, number: int) -> Person:
    lines = [line for line in problem.cover if line.station.post in group.posts and line.shift in group.shifts]
    skills = frozenset[str]().union(*(line.station.skills for line in lines))
    areas = frozenset(post.area for post in problem.posts if post.id in group.posts and post.area)
    return Person(f"+{number}", skills=skills, areas=areas)
