"""People divided into teams of unlike size, one team for each community or preparatory group that receives one.

Everybody is in one team. Sizes differ by one at most unless a team states its own. Then, in this order: as few teams as
can be without somebody who leads, as few skills as can be missing, as few metres as can be travelled; each is proved.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, cos, hypot, radians
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tongzhou.rostering.documents import Level
from tongzhou.rostering.reading import DocumentRefused, Fault

try:
    from ortools.linear_solver import pywraplp
except ImportError:  # pragma: no cover  a machine without the wheel
    pywraplp = None

_EARTH = 111_320.0
_SCHEMA = Path(__file__).parent / "teams.schema.json"


class TeamsRefused(ValueError):
    """Nobody can divide these people so: the sizes do not add up, or the solver is missing."""


@dataclass(frozen=True, slots=True)
class Divided:
    """``members`` by team; ``levels``: leaderless, skills, metres, each with value and bound."""

    members: Mapping[str, tuple[str, ...]]
    levels: tuple[Level, ...]


def divide(document: Any, seconds: float = 5.0) -> Divided:
    """The best division, by SCIP (its relaxation is nearly whole here, where CP-SAT proves nothing in this time).

    Raises ``DocumentRefused``, or ``TeamsRefused`` where none is possible."""
    faults = list(_faults(document))
    if faults:
        raise DocumentRefused(faults)
    people, teams = document["people"], document["teams"]
    sizes = _sizes(len(people), teams)
    if pywraplp is None:
        raise TeamsRefused("Teams are formed by OR-Tools, which is not installed here.")
    return _Division(people, teams, sizes).solved(seconds)


def _faults(document: Any) -> Iterator[Fault]:
    schema = json.loads(_SCHEMA.read_text(encoding="utf-8"))
    found = [Fault(error.json_path, error.message) for error in Draft202012Validator(schema).iter_errors(document)]
    yield from found
    for name in () if found else ("people", "teams"):
        seen: set[str] = set()
        for index, one in enumerate(document[name]):
            if one["id"] in seen:
                yield Fault(f"$.{name}[{index}].id", f"{one['id']} stands there already")
            seen.add(one["id"])


def _sizes(people: int, teams: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """Least and most of each team: its own, else what an even division gives."""
    low, rest = divmod(people, len(teams))
    sizes = []
    for team in teams:
        least, most = team.get("least"), team.get("most")
        fewest = min(low, low if most is None else most) if least is None else least
        sizes.append((fewest, max(low + bool(rest), fewest) if most is None else most))
    for team, (least, most) in zip(teams, sizes, strict=True):
        if least > most:
            raise TeamsRefused(f"{team['id']} asks for at least {least} and at most {most} people.")
    fewest, greatest = (sum(ends) for ends in zip(*sizes, strict=True))
    if not fewest <= people <= greatest:
        raise TeamsRefused(f"The teams take {fewest} to {greatest} people together; there are {people}.")
    return sizes


class _Division:
    """Who is where as booleans; one level after the other is made least and then held."""

    def __init__(self, people: Sequence[Any], teams: Sequence[Any], sizes: Sequence[tuple[int, int]]) -> None:
        self.people, self.teams, self.model = people, teams, pywraplp.Solver.CreateSolver("SCIP")
        self.within = [[self.model.BoolVar("") for _team in teams] for _person in people]
        for row in self.within:
            self.model.Add(sum(row) == 1)
        for column, (least, most) in enumerate(sizes):
            size = sum((row[column] for row in self.within), self._nothing())
            self.model.Add(size >= least)
            self.model.Add(size <= most)

    def _nothing(self) -> Any:
        """A sum to begin with: the library knows no empty one."""
        return self.model.IntVar(0, 0, "")

    def solved(self, seconds: float) -> Divided:
        levels = []
        named = (("leaderless", self._leaderless()), ("skills", self._unskilled()), ("metres", self._metres()))
        for name, total in named:
            self.model.Minimize(total)
            self.model.SetTimeLimit(int(seconds * 1000 / len(named)))
            if self.model.Solve() not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
                raise TeamsRefused("No division was found in this time.")
            found = self.model.Objective()
            levels.append(Level(name, round(found.Value()), ceil(found.BestBound() - 1e-4)))
            members = {team["id"]: self._members(column) for column, team in enumerate(self.teams)}
            self.model.Add(total <= levels[-1].value)
        return Divided(members, tuple(levels))

    def _members(self, column: int) -> tuple[str, ...]:
        named = zip(self.people, self.within, strict=True)
        return tuple(person["id"] for person, row in named if row[column].solution_value() > 0.5)

    def _without(self, column: int, able: Sequence[bool]) -> Any:
        """1 where nobody of the able is in the team."""
        lacks = self.model.BoolVar("")
        here = (row[column] for row, is_able in zip(self.within, able, strict=True) if is_able)
        self.model.Add(sum(here, lacks) >= 1)
        return lacks

    def _leaderless(self) -> Any:
        leads = [person.get("leads", False) for person in self.people]
        return sum((self._without(column, leads) for column in range(len(self.teams))), self._nothing())

    def _unskilled(self) -> Any:
        lacking = (
            self._without(column, [skill in person.get("skills", ()) for person in self.people])
            for column, team in enumerate(self.teams)
            for skill in sorted(set(team.get("skills", ())))
        )
        return sum(lacking, self._nothing())

    def _metres(self) -> Any:
        apart = (
            _apart(person.get("home"), team.get("point")) * one
            for person, row in zip(self.people, self.within, strict=True)
            for team, one in zip(self.teams, row, strict=True)
        )
        return sum(apart, self._nothing())


def _apart(home: Sequence[float] | None, point: Sequence[float] | None) -> int:
    """Metres in a straight line; 0 where one of the two is not known."""
    if home is None or point is None:
        return 0
    return round(hypot((home[0] - point[0]) * cos(radians(point[1])), home[1] - point[1]) * _EARTH)
