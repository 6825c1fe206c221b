"""What is proved, against every plan there is."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tongzhou.rostering import reading
from tongzhou.rostering.checking import check, violations_of
from tongzhou.rostering.documents import Assignment, Plan, Problem
from tongzhou.rostering.solving import solve

POSTS = {"a": [121.2, 31.4], "b": [121.3, 31.4]}
SHIFTS = [
    {"id": "D", "start": "07:00", "minutes": 480},
    {"id": "N", "start": "23:00", "minutes": 480, "is_night": True},
]


def rotas_of(problem: Problem, number: int) -> list[tuple[Assignment, ...]]:
    """Every legal rota of one person, by the checker's word."""
    person, slots = problem.people[number], [(line.shift, line.station.post, line.day) for line in problem.cover]
    days = [[None, *sorted({slot for slot in slots if slot[2] == day})] for day in range(problem.days)]
    made = [tuple(Assignment(person.id, d, s, p) for s, p, d in filter(None, taken)) for taken in product(*days)]
    return [rota for rota in made if not violations_of(problem, person, {one.day: one for one in rota})]


def every_plan(problem: Problem) -> Iterator[dict[str, float]]:
    """What each legal plan costs."""
    for rotas in product(*(rotas_of(problem, number) for number in range(len(problem.people)))):
        verdict = check(problem, Plan(sum(rotas, ())))
        if verdict.is_legal:
            yield dict(verdict.costs)


@st.composite
def documents(draw):
    slots = draw(st.lists(st.tuples(st.integers(0, 2), st.sampled_from("DN"), st.sampled_from("ab")), max_size=5))
    homes = draw(st.lists(st.tuples(st.integers(0, 9), st.booleans()), min_size=2, max_size=3))
    people = [
        {"id": f"p{n}", "home": [121.2 + east / 90, 31.4], "works_nights": n == 0 or nights}
        for n, (east, nights) in enumerate(homes)
    ]
    document = {
        "format": "tongzhou-roster-1", "days": 3, "objective": "lexicographic", "rules": "cn", "shifts": SHIFTS,
        "posts": [{"id": name, "point": point} for name, point in POSTS.items()], "people": people,
        "cover": [{"day": d, "shift": s, "post": p, "count": 1} for d, s, p in sorted(set(slots))],
    }  # fmt: skip
    if draw(st.booleans()):
        day, shift, post = draw(st.sampled_from(sorted(set(slots)) or [(0, "D", "a")]))
        document["published"] = [{"person": "p0", "day": day, "shift": shift, "post": post}] if slots else []
        document["people"][0]["leave"] = draw(st.sampled_from([[], [day]]))
    return document


@settings(max_examples=20, deadline=None)
@given(documents())
def test_no_level_of_any_plan_lies_below_its_bound(document):
    problem = reading.problem(document)
    plan = solve(problem, 30, steps=4)
    left = list(every_plan(problem))
    for level in plan.levels:
        assert level.bound is None or min(one[level.name] for one in left) >= level.bound - 1e-3, level
        left = [one for one in left if one[level.name] == level.value]
