"""`tongzhou roster`: solve, check, explain, convert documents, form teams, size a reserve; no database is needed."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from tongzhou.rostering import checking, converting, reading, reserving, teams
from tongzhou.rostering.documents import Plan
from tongzhou.rostering.shortages import shortage
from tongzhou.rostering.solving import solve


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except (reading.DocumentRefused, converting.FormatRefused) as refused:
        raise click.ClickException(str(refused)) from refused


def _write(path: Path, plan: Plan) -> None:
    """Whole or not at all: whoever is killed half-way leaves the plan before."""
    part = path.with_suffix(f"{path.suffix}.part")
    part.write_text(json.dumps(reading.plan_document(plan), ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(part, path)


def solve_file(path: Path, out: Path, seconds: float, seed: int, steps: int | None) -> None:
    """Each better plan is on disk at once; the last line says value, bound and gap."""
    with _faults():
        problem = reading.read(path)
    plan = solve(problem, seconds, seed, steps=steps, progress=lambda better: _write(out, better))
    _write(out, plan)
    for level in plan.levels:
        bound = "unknown" if level.bound is None else f"{level.bound:g}"
        gap = "" if level.gap is None else f", gap {level.gap:.1%}"
        click.echo(f"{level.name}: {level.value:g}, bound {bound}{gap}")
    for note in plan.notes:
        click.echo(note)


def check_files(path: Path, plan_path: Path) -> None:
    """Every violation with its source and what the plan costs; ends with 1 when it is illegal."""
    with _faults():
        problem = reading.read(path)
        plan = reading.plan(json.loads(plan_path.read_text(encoding="utf-8")))
    verdict = checking.check(problem, plan)
    for violation in verdict.violations:
        click.echo(str(violation))
    click.echo(", ".join(f"{name} {value:g}" for name, value in verdict.costs.items()))
    if not verdict.is_legal:
        raise click.ClickException(f"The plan breaks {len(verdict.violations)} rules.")
    click.echo(f"The plan is legal; {verdict.missing} places are empty.")


def explain_file(path: Path) -> None:
    """How many places must stay empty, and the group behind them."""
    with _faults():
        problem = reading.read(path)
    found = shortage(problem)
    click.echo(f"{found.demand} places, at least {found.missing} stay empty")
    if found.group:
        click.echo(str(found.group))


def convert_file(path: Path, out: Path) -> None:
    """A standard instance as a document."""
    with _faults():
        document = converting.converted(path.read_text(encoding="utf-8"))
        reading.problem(document)
    out.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")


def teams_file(path: Path, seconds: float) -> None:
    """Each team with its people; the last lines say what is proved."""
    with _faults():
        try:
            found = teams.divide(json.loads(path.read_text(encoding="utf-8")), seconds)
        except teams.TeamsRefused as refused:
            raise click.ClickException(str(refused)) from refused
        except ValueError as error:
            if isinstance(error, reading.DocumentRefused):
                raise
            raise click.ClickException(f"$: is no JSON: {error}") from error
    for team, members in found.members.items():
        click.echo(f"{team}: {', '.join(members)}")
    for level in found.levels:
        click.echo(f"{level.name}: {level.value:g}, {'proved best' if level.gap == 0 else f'bound {level.bound:g}'}")


def reserve_files(path: Path, plan_path: Path, absent: float, rates: Path | None, aim: float, seed: int) -> None:
    """Each shift with its reserve by skills, then what a day needs together."""
    with _faults():
        problem = reading.read(path)
        plan = reading.plan(json.loads(plan_path.read_text(encoding="utf-8")))
    own = json.loads(rates.read_text(encoding="utf-8")) if rates else {}
    try:
        found = reserving.reserve(problem, plan, absent, by_person=own, aim=aim, seed=seed)
    except (ValueError, TypeError, AttributeError) as error:
        raise click.ClickException(str(error)) from error
    for one in found:
        named = ", ".join(f"{number} {' and '.join(skills) or 'of any skill'}" for skills, number in one.reserve)
        click.echo(
            f"day {one.day}, {one.shift}: {one.people} people, reserve {one.number} ({named or 'nobody'}); no place "
            f"is empty in {one.chances[-1]:.1%}, without a reserve in {one.chances[0]:.1%}"
        )
    days = Counter[int]()
    for one in found:
        days[one.day] += one.number
    for day, number in sorted(days.items()):
        click.echo(f"day {day}: {number} together")
