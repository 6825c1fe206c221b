"""The independent judge: reads a problem and a plan, says what is illegal and what the plan costs.

Shares nothing with the solver but the document's words; never import here ``tables``, ``graphs`` or what solves.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, hypot, radians

from tongzhou.rostering.documents import (
    Assignment,
    Limit,
    Limits,
    Person,
    Plan,
    Problem,
    Rule,
    Shift,
    Station,
)

_DAY = 1440


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks, by whom and on which day (None: over the whole rota), with the rule's source."""

    rule: str
    person: str
    day: int | None
    text: str
    source: str = ""

    def __str__(self) -> str:
        when = "" if self.day is None else f" on day {self.day}"
        return f"{self.person}{when}: {self.text} [{self.rule}]" + (f" ({self.source})" if self.source else "")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``costs``: the levels of a lexicographic document in order, or the parts of a sum; ``missing``: places."""

    violations: tuple[Violation, ...]
    costs: Mapping[str, float]
    missing: int

    @property
    def is_legal(self) -> bool:
        return not self.violations


def check(problem: Problem, plan: Plan) -> Verdict:
    """Judge every assignment against every rule, and add up what the plan costs."""
    people = {person.id: person for person in problem.people}
    rotas: dict[str, dict[int, Assignment]] = defaultdict(dict)
    violations: list[Violation] = []
    for one in plan.assignments:
        if one.person not in people or one.day >= problem.days:
            violations.append(Violation("unknown", one.person, one.day, "this person or day is not in the document"))
        elif one.day in rotas[one.person]:
            violations.append(Violation("one-a-day", one.person, one.day, "two shifts on one day"))
        else:
            rotas[one.person][one.day] = one
    judges = [_Judge(problem, person, rotas.get(person.id, {})) for person in problem.people]
    for judge in judges:
        violations.extend(judge.violations())
    missing, under, over, crowded = _cover(problem, plan)
    limits = sum(judge.paid for judge in judges)
    if problem.objective == "weighted":
        costs = {"limits": limits, "wishes": _wishes(problem, rotas), "under": under, "over": over}
    else:
        violations.extend(crowded)
        costs = {
            "cover": under,
            "stability": _changed(problem, rotas),
            "fairness": unfairness(problem, plan),
            "distance": _travelled(problem, people, plan),
        }
    return Verdict(tuple(violations), costs, missing)


def violations_of(problem: Problem, person: Person, rota: Mapping[int, Assignment]) -> tuple[Violation, ...]:
    """What one person's rota (day → assignment) breaks."""
    return tuple(_Judge(problem, person, rota).violations())


class _Judge:
    """One person's rota, walked from the first day to the last."""

    def __init__(self, problem: Problem, person: Person, rota: Mapping[int, Assignment]) -> None:
        self.problem, self.person, self.rota = problem, person, rota
        self.shifts = {shift.id: shift for shift in problem.shifts}
        self.days = [self.shifts[rota[day].shift] if day in rota else None for day in range(problem.days)]
        self.paid = 0.0

    def violations(self) -> Iterator[Violation]:
        for day, one in self.rota.items():
            yield from self._eligible(day, one)
        for rule in self.problem.rules:
            if not rule.contracts or self.person.contract in rule.contracts:
                yield from self._rule(rule)
        yield from self._successions()
        yield from self._limits(self.person.limits)

    def _say(self, rule: str, day: int | None, text: str, source: str = "") -> Violation:
        return Violation(rule, self.person.id, day, text, source)

    def _eligible(self, day: int, one: Assignment) -> Iterator[Violation]:
        person = self.person
        post = next((post for post in self.problem.posts if post.id == one.post), None) if person.areas else None
        if day in person.leave:
            yield self._say("leave", day, "is on leave")
        if day in person.off:
            yield self._say("off", day, "has a fixed day off")
        if self.shifts[one.shift].is_night and not person.works_nights:
            yield self._say("night", day, "works no nights")
        if one.role and person.roles and one.role not in person.roles:
            yield self._say("role", day, f"is no {one.role}")
        if not one.skills <= person.skills:
            yield self._say("skill", day, f"lacks {', '.join(sorted(one.skills - person.skills))}")
        if post and post.area and post.area not in person.areas:
            yield self._say("area", day, f"does not serve {post.area}")
        if person.most_metres is not None and distance(self.problem, person, one.post) > person.most_metres:
            yield self._say("distance", day, f"lives more than {person.most_metres} m from {one.post}")

    def _rule(self, rule: Rule) -> Iterator[Violation]:
        past = self.person.history
        if rule.kind == "longest_shift":
            for day, shift in enumerate(self.days):
                if shift and shift.minutes > rule.value:
                    yield self._say(rule.id, day, f"a shift of {shift.minutes} minutes", rule.source)
        elif rule.kind in ("week_minutes", "week_days"):
            yield from self._week(rule)
        elif rule.kind in ("nights_in_a_row", "days_in_a_row"):
            is_night = rule.kind == "nights_in_a_row"
            run = past.nights_in_a_row if is_night else max(past.days_worked, int(bool(past.last_shift)))
            for day, shift in enumerate(self.days):
                run = run + 1 if shift and (shift.is_night or not is_night) else 0
                if run > rule.value:
                    yield self._say(rule.id, day, f"{run} in a row, {rule.value} are allowed", rule.source)
        elif rule.kind == "least_rest":
            for day, before, shift in self._pairs():
                rest = _DAY + shift.start - before.start - before.minutes
                if rest < rule.value:
                    yield self._say(rule.id, day, f"{rest} minutes of rest, {rule.value} are needed", rule.source)

    def _week(self, rule: Rule) -> Iterator[Violation]:
        past = self.person.history
        total = past.week_minutes if rule.kind == "week_minutes" else past.week_days
        for day, shift in enumerate(self.days):
            if self.problem.weekday(day) == 0:
                total = 0
            if shift:
                total += shift.minutes if rule.kind == "week_minutes" else 1
                if total > rule.value:
                    yield self._say(rule.id, day, f"{total} in this week, {rule.value} are allowed", rule.source)

    def _pairs(self) -> Iterator[tuple[int, Shift, Shift]]:
        before = self.shifts.get(self.person.history.last_shift)
        for day, shift in enumerate(self.days):
            if before and shift:
                yield day, before, shift
            before = shift

    def _successions(self) -> Iterator[Violation]:
        for day, before, shift in self._pairs():
            if shift.id in before.not_before:
                yield self._say("succession", day, f"{shift.id} follows {before.id}")

    def _limits(self, limits: Limits) -> Iterator[Violation]:
        past, worked = self.person.history, [shift for shift in self.days if shift]
        count = Counter(shift.id for shift in worked)
        yield from self._amount("minutes", limits.minutes, sum(shift.minutes for shift in worked))
        yield from self._amount("shifts", limits.shifts, len(worked))
        yield from self._amount("nights", limits.nights, past.nights + sum(shift.is_night for shift in worked))
        for name, limit in limits.of_type.items():
            yield from self._amount(f"of_type {name}", limit, count[name])
        weekends = self._weekends()
        yield from self._amount("weekends", limits.weekends, past.weekends + len(weekends))
        for last, number in weekends.items():
            if limits.weekend_days and last < self.problem.days and last > 0:
                yield from self._outside("weekend_days", limits.weekend_days, number, last)
        known = bool(past.last_shift or past.days_worked or past.days_off)
        work = [bool(shift) for shift in self.days]
        worked_before = max(past.days_worked, int(bool(past.last_shift)))
        yield from self._runs("consecutive_shifts", limits.consecutive_shifts, work, worked_before, known)
        rest = [not shift for shift in self.days]
        yield from self._runs("consecutive_days_off", limits.consecutive_days_off, rest, past.days_off, known)
        for name, limit in limits.consecutive_of.items():
            same = [bool(shift and shift.id == name) for shift in self.days]
            before = max(past.same_shift, 1) if past.last_shift == name else 0
            yield from self._runs(f"consecutive_of {name}", limit, same, before, known)

    def _weekends(self) -> dict[int, int]:
        """The Sunday of each weekend with work in it, and on how many of its days."""
        worked: Counter[int] = Counter()
        for day, shift in enumerate(self.days):
            weekday = self.problem.weekday(day)
            if shift and weekday >= 5:
                worked[day + 6 - weekday] += 1
        return dict(worked)

    def _runs(self, name: str, limit: Limit | None, days: list[bool], before: int, known: bool) -> Iterator[Violation]:
        """Runs of true days; one that touches the end is never too short, nor one that touches an unknown start."""
        if limit is None:
            return
        run, is_open = before, not known
        for day, holds in enumerate([*days, True]):
            if holds:
                run += 1
                if day < len(days) and limit.most and run > limit.most:
                    yield from self._outside(name, Limit(most=0, weight=limit.weight), 1, day, f"{run} in a row")
            else:
                if run and not is_open and limit.least:
                    yield from self._outside(name, Limit(limit.least, None, limit.weight), run, day)
                run, is_open = 0, False

    def _amount(self, name: str, limit: Limit | None, value: int) -> Iterator[Violation]:
        if limit is not None:
            yield from self._outside(name, limit, value, None)

    def _outside(self, name: str, limit: Limit, value: int, day: int | None, text: str = "") -> Iterator[Violation]:
        most = value if limit.most is None else limit.most
        outside = max((limit.least or 0) - value, value - most, 0)
        if not outside:
            return
        if limit.weight is None:
            yield self._say(
                name, day, text or f"{value}, allowed are {limit.least or 0} to {limit.most or 'any number'}"
            )
        else:
            self.paid += outside * limit.weight


def _cover(problem: Problem, plan: Plan) -> tuple[int, float, float, list[Violation]]:
    there = Counter((one.day, one.shift, _place(one)) for one in plan.assignments)
    asked: dict[tuple[int, str, Station], int] = defaultdict(int)
    missing, under, over, crowded, free = 0, 0.0, 0.0, [], set()
    for line in problem.cover:
        key = (line.day, line.shift, line.station)
        asked[key] = max(asked[key], line.count)
        short = max(line.count - there[key], 0)
        missing, under = missing + short, under + short * line.missing_weight
        if line.over is not None:
            over += max(there[key] - line.count, 0) * line.over
            free.add(key)
    for key, number in there.items():
        if number > asked[key] and key not in free:
            where = f"{key[1]} at {key[2].post or key[2].role}"
            crowded.append(Violation("cover", where, key[0], f"{number} people where {asked[key]} are asked for"))
    return missing, under, over, crowded


def _place(one: Assignment) -> Station:
    return Station(one.post, one.role, one.skills)


def _wishes(problem: Problem, rotas: Mapping[str, Mapping[int, Assignment]]) -> float:
    unmet = 0
    for wish in problem.wishes:
        one = rotas.get(wish.person, {}).get(wish.day)
        has = one is not None and one.shift == wish.shift
        unmet += wish.weight if has != wish.wants else 0
    return unmet


def _changed(problem: Problem, rotas: Mapping[str, Mapping[int, Assignment]]) -> float:
    """Person-days that differ from what was published."""
    if not problem.published:
        return 0
    before = {(one.person, one.day): (one.shift, one.post, one.role) for one in problem.published}
    now = {(one.person, day): (one.shift, one.post, one.role) for rota in rotas.values() for day, one in rota.items()}
    return sum(before.get(key) != now.get(key) for key in before.keys() | now.keys())


def fair_class(person: Person) -> tuple[object, ...]:
    """People among whom nights are compared: the same words of the document let them do the same work."""
    return (person.contract, person.roles, person.skills, person.areas, person.works_nights, person.is_reserve)


def unfairness(problem: Problem, plan: Plan) -> int:
    """Nights (with those of history) by which a class differs by more than one between its members, added up."""
    nights = {shift.id for shift in problem.shifts if shift.is_night}
    worked = Counter(one.person for one in plan.assignments if one.shift in nights)
    classes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for person in problem.people:
        if person.works_nights and not person.leave:
            classes[fair_class(person)].append(worked[person.id] + person.history.nights)
    return sum(max(max(found) - min(found) - 1, 0) for found in classes.values())


def _travelled(problem: Problem, people: Mapping[str, Person], plan: Plan) -> float:
    return sum(distance(problem, people[one.person], one.post) for one in plan.assignments if one.person in people)


def distance(problem: Problem, person: Person, post: str) -> int:
    """Metres in a straight line between home and post; 0 where one of them is not known."""
    if (told := problem.metres.get((person.id, post))) is not None:
        return told
    points = _points(problem)
    if not person.home or post not in points:
        return 0
    east, north = person.home[0] - points[post][0], person.home[1] - points[post][1]
    scale = 111_320 * cos(radians(points[""][1]))
    return round(hypot(east * scale, north * 111_320))


_KNOWN: dict[int, tuple[Problem, dict[str, tuple[float, float]]]] = {}


def _points(problem: Problem) -> dict[str, tuple[float, float]]:
    """Where posts are; under the empty name the mean latitude of those that somebody stands at."""
    known = _KNOWN.get(id(problem))
    if known is None or known[0] is not problem:
        points = {post.id: post.point for post in problem.posts if post.point}
        used = [points[one.post][1] for one in problem.stations if one.post in points]
        points[""] = (0.0, sum(used) / len(used) if used else 0.0)
        _KNOWN.clear()
        _KNOWN[id(problem)] = (problem, points)
        return points
    return known[1]
