"""How good and how fast rotas are, plain solvers beside ours: ``python -m tongzhou.proofs.rostering --seconds 60``.

Documents are made from seeds (``rotas``). Prints one line each; never a test. ``--cpu``: seconds are of the
processor's time, for all alike, so that a busy machine gives the figures of a quiet one.
"""

import resource
import threading
import time
from collections.abc import Callable
from itertools import product
from math import inf

import click
import numpy as np
from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model

from tongzhou.proofs import rotas
from tongzhou.rostering import neighbourhoods, reading, teams
from tongzhou.rostering.checking import check
from tongzhou.rostering.days import Days
from tongzhou.rostering.documents import Plan, Problem
from tongzhou.rostering.repairing import repair
from tongzhou.rostering.shortages import shortage
from tongzhou.rostering.solving import solve
from tongzhou.rostering.tables import tables

Clock = Callable[[], float]
_WARDS = ((8, 14), (20, 28), (30, 28), (50, 28), (40, 56))
_SAME = 1e-6
_BUSY = 4
"""How many times as long HiGHS, which counts the wall's seconds, may take where seconds are the processor's."""


def _dispatch(people: int, posts: int, load: float, seed: int, seconds: float, clock: Clock) -> None:
    problem = reading.problem(rotas.dispatch(people, posts, load=load, seed=seed))
    began, seen = clock(), list[tuple[float, Plan]]()
    short = shortage(problem)
    asked, began = clock() - began, clock()
    plan = solve(problem, seconds, progress=lambda one: seen.append((clock() - began, one)), clock=clock)
    early = [one.levels[-1].value for at, one in seen if at <= 12] or [float("nan")]
    told = ", ".join(
        f"{one.name} {one.value:g}" + ("" if one.gap is None else f" (gap {one.gap:.1%})") for one in plan.levels
    )
    click.echo(
        f"{people} x {posts} at {load:.0%}, seed {seed}: shortage {asked:.1f} s; first {seen[0][0]:.1f} s, weight "
        f"{seen[0][1].levels[0].value:g} empty; after 12 s distance {early[-1]:g} (gap to the last bound "
        f"{1 - (plan.levels[-1].bound or 0) / early[-1]:.1%}); at the end {told}; "
        f"{check(problem, plan).missing} empty of {short.missing} unavoidable; {_megabytes()} MB"
    )
    _repair(problem, plan, clock)


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _repair(problem: Problem, plan: Plan, clock: Clock) -> None:
    gone = {one.person: frozenset(range(2, 7)) for one in plan.assignments[:: max(1, len(plan.assignments) // 10)]}
    began = clock()
    best = repair(problem, plan, gone, frozen_before=2)[0]
    took = clock() - began
    vacated = sum(one.person in gone and one.day in gone[one.person] for one in plan.assignments)
    newly = best.missing - check(problem, plan).missing
    click.echo(
        f"  {len(gone)} people gone: {took:.1f} s, {vacated} vacated, {len(best.added)} put in (at least {best.least} "
        f"must be), {newly} more empty"
    )


def _teams(clock: Clock) -> None:
    for seed in (1, 2, 3):
        began = clock()
        found = teams.divide(rotas.bureau(42, 22, seed=seed))
        told = ", ".join(f"{one.name} {one.value:g} (gap {one.gap:.0%})" for one in found.levels)
        click.echo(f"42 people, 22 teams, seed {seed}: {clock() - began:.2f} s, {told}")


def _ward(people: int, days: int, seed: int, seconds: float, clock: Clock, *, is_cpu: bool) -> None:
    problem = reading.problem(rotas.ward(people, days, seed=seed))
    plan = solve(problem, seconds, clock=clock)
    is_found = bool(plan.levels) and check(problem, plan).is_legal
    ours, bound = (plan.levels[0].value, plan.levels[0].bound) if is_found else (inf, None)
    made = Days(tables(problem))
    model = neighbourhoods.Part(made, made.empty(), np.arange(people)).model
    cp_sat, theirs = _cp_sat(model, seconds, clock)
    highs, others = _highs(model, seconds * (_BUSY if is_cpu else 1))
    click.echo(
        f"ward {people} x {days}, seed {seed}: ours {ours:g} (bound {bound}), CP-SAT {cp_sat}, HiGHS {highs}; "
        f"ours never worse: {'yes' if ours <= min(theirs, others) + _SAME else 'no'}"
    )


def _cp_sat(model: cp_model.CpModel, seconds: float, clock: Clock) -> tuple[str, float]:
    """What CP-SAT finds, in words and as a number."""
    solver, until, is_over = cp_model.CpSolver(), clock() + seconds, threading.Event()
    solver.parameters.num_workers = 8

    def watch() -> None:
        while clock() < until and not is_over.wait(0.2):
            pass
        solver.stop_search()

    threading.Thread(target=watch, daemon=True).start()
    status = solver.solve(model)
    is_over.set()
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return "none", inf
    return f"{solver.objective_value:g} (bound {solver.best_objective_bound:g})", solver.objective_value


def _highs(model: cp_model.CpModel, seconds: float) -> tuple[str, float]:
    """The same model, line by line, as a mixed-integer programme; ``lin_max`` of booleans as their or."""
    stated, made = model.proto, pywraplp.Solver.CreateSolver("HIGHS")
    ends = [list(one.domain) for one in stated.variables]
    variables = [made.IntVar(domain[0], domain[-1], "") for domain in ends]
    for line in stated.constraints:
        if line.has_linear():
            total = sum(c * variables[v] for v, c in zip(line.linear.vars, line.linear.coeffs, strict=True))
            low, high = list(line.linear.domain)
            made.Add(total >= max(low, -(10**9)))
            made.Add(total <= min(high, 10**9))
        elif line.has_lin_max():
            most = variables[next(iter(line.lin_max.target.vars))]
            each = [variables[next(iter(one.vars))] for one in line.lin_max.exprs]
            made.Add(most <= sum(each))
            for one in each:
                made.Add(most >= one)
        else:
            raise ValueError("a kind of constraint that HiGHS is not told")
    costs = zip(stated.objective.vars, stated.objective.coeffs, strict=True)
    made.Minimize(sum(cost * variables[v] for v, cost in costs) + stated.objective.offset)
    made.SetTimeLimit(int(seconds * 1000))
    began, status = time.process_time(), made.Solve()
    if status not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
        return "none", inf
    found, took = made.Objective(), time.process_time() - began
    return f"{found.Value():g} (bound {found.BestBound():g}, {took:.0f} s of processor time)", found.Value()


@click.command()
@click.option("--seconds", default=60.0, show_default=True)
@click.option("--cpu", "is_cpu", is_flag=True, help="Seconds of the processor's time, for a busy machine.")
@click.option("--part", type=click.Choice(["dispatch", "teams", "wards", "city"]), multiple=True)
@click.option("--seed", "seeds", default=(1,), multiple=True, help="Seeds of the wards.", show_default=True)
@click.option("--ward", "only", multiple=True, help="Only wards of this size: 20x28.")
def main(seconds: float, is_cpu: bool, part: tuple[str, ...], seeds: tuple[int, ...], only: tuple[str, ...]) -> None:
    """Dispatch at 92 and 99 %, several seeds; teams; wards of 8 to 50 people; 5,000 people for 2,000 posts."""
    clock = time.process_time if is_cpu else time.perf_counter
    for load, seed in ((0.92, 1), (0.92, 2), (0.92, 3), (0.99, 1), (0.99, 2)):
        if not part or "dispatch" in part:
            _dispatch(1000, 400, load, seed, seconds, clock)
    if not part or "teams" in part:
        _teams(clock)
    for (people, days), seed in product(_WARDS, seeds):
        if (not part or "wards" in part) and (not only or f"{people}x{days}" in only):
            _ward(people, days, seed, seconds, clock, is_cpu=is_cpu)
    if not part or "city" in part:
        _dispatch(5000, 2000, 0.92, 1, seconds, clock)


if __name__ == "__main__":
    main()
