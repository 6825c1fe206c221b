"""How good and how fast rotas are, plain CP-SAT beside ours: ``python -m tongzhou.proofs.rostering --seconds 60``.

Documents are made from seeds (``rotas``). Prints one line each; never a test.
"""

import resource
import time

import click
import numpy as np

from tongzhou.proofs import rotas
from tongzhou.rostering import neighbourhoods, reading
from tongzhou.rostering.checking import check
from tongzhou.rostering.days import Days, plan_of
from tongzhou.rostering.documents import Plan
from tongzhou.rostering.repairing import repair
from tongzhou.rostering.shortages import shortage
from tongzhou.rostering.solving import solve
from tongzhou.rostering.tables import tables


def _dispatch(people: int, posts: int, load: float, seed: int, seconds: float) -> Plan:
    problem = reading.problem(rotas.dispatch(people, posts, load=load, seed=seed))
    began, seen = time.perf_counter(), list[tuple[float, float]]()
    short = shortage(problem)
    asked = time.perf_counter() - began
    began = time.perf_counter()
    plan = solve(problem, seconds, progress=lambda one: seen.append((time.perf_counter() - began, one.levels[0].value)))
    missing = check(problem, plan).missing
    told = ", ".join(f"{one.name} {one.value:g} (bound {one.bound})" for one in plan.levels)
    click.echo(
        f"{people} x {posts} at {load:.0%}, seed {seed}: shortage {asked:.1f} s; first {seen[0]}; {missing} empty of "
        f"{short.missing} unavoidable; {told}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
    )
    gone = {one.person: frozenset(range(1, 7)) for one in plan.assignments[:: max(1, len(plan.assignments) // 10)]}
    began = time.perf_counter()
    options = repair(problem, plan, gone, frozen_before=2)
    vacated = sum(one.person in gone and one.day in gone[one.person] for one in plan.assignments)
    if options:
        changes = len(options[0].added)
        newly = options[0].missing - missing
        click.echo(
            f"  repair: {time.perf_counter() - began:.1f} s, {vacated} vacated, {changes} put in, {newly} more empty"
        )
    return plan


def _ward(people: int, days: int, seconds: float) -> None:
    problem = reading.problem(rotas.ward(people, days))
    ours = solve(problem, seconds)
    all_days = Days(tables(problem))
    rota, _best = neighbourhoods.Part(all_days, all_days.empty(), np.arange(people)).solved(1e9, seconds, 1)
    theirs = "none" if rota is None else sum(check(problem, plan_of(all_days.tables, rota)).costs.values())
    click.echo(f"ward {people} x {days}: ours {ours.levels[0].value:g} (bound {ours.levels[0].bound}), CP-SAT {theirs}")


@click.command()
@click.option("--seconds", default=60.0, show_default=True)
def main(seconds: float) -> None:
    """Dispatch at 92 and 99 %, two seeds; wards of 8 to 50 people."""
    for load, seed in ((0.92, 1), (0.92, 2), (0.99, 1)):
        _dispatch(1000, 400, load, seed, seconds)
    for people, days in ((8, 14), (20, 28), (50, 28)):
        _ward(people, days, seconds)


if __name__ == "__main__":
    main()
