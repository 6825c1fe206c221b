"""How fast work moves with 100,000 open matters: ``python -m tongzhou.proofs.engine``, and a part of ``make bench``.

A worklist's first page for a village, a town and the district; every clock of a day told and told again; a transition
through HTTP (accept: the page's own form, permission, row lock, event, clock) beside a bare view that locks one row of
the same table and updates it. Never a test.
"""

import json
import random
import subprocess
import sys
import time
from datetime import date, timedelta
from multiprocessing.queues import Queue
from typing import Any

import click
import orjson

from tongzhou.proofs import loading
from tongzhou.proofs.serving import demonstration, server

MATTERS, CLIENTS, SECONDS, BATCH = 100_000, 8, 8.0, 2_000
WHO = {"village": "演示·登记员", "town": "演示·镇值班", "district": "演示·总值班"}
#: One in so many counts office hours.
_OFFICE = 10
_RESIDENTS = 2_000


def _open(count: int) -> list[str]:
    """Open them in every village, over the two days before now; the ids of those in Huating."""
    from tongzhou.demonstration import setting_up  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import clock, database  # noqa: PLC0415  likewise
    from tongzhou.matters import actions  # noqa: PLC0415  likewise
    from tongzhou.people.models import Person  # noqa: PLC0415  likewise
    from tongzhou.places.queries import current_tree  # noqa: PLC0415  likewise
    from tongzhou.units.models import UnitKind  # noqa: PLC0415  likewise
    from tongzhou.units.queries import open_units  # noqa: PLC0415  likewise

    chance, now = random.Random(7), clock.now()
    by = setting_up.officer(setting_up.DISTRICT, is_wide=True)
    with database.acting((), is_wide=True):
        seats = list(open_units().filter(kind=UnitKind.COMMITTEE).values_list("id", "place_id"))
        people = list(Person.objects.filter(wrapped_key__isnull=False).values_list("id", flat=True))
    huating, found = current_tree().scope([setting_up.place_id(setting_up.HUATING)]), []

    def new(number: int) -> actions.NewMatter:
        unit_id, place_id = seats[number % len(seats)]
        return actions.NewMatter(
            case_type="resumption_sign" if number % _OFFICE == 0 else "follow_up",
            owner_unit_id=unit_id,
            place_id=place_id,
            subject_id=chance.choice(people),
            opened_at=now - timedelta(minutes=chance.randrange(48 * 60)),
        )

    for start in range(0, count, BATCH):
        with database.acting((), is_wide=True):
            opened = actions.open_matters([new(start + one) for one in range(min(BATCH, count - start))], by=by)
        found += [str(one.id) for one in opened if one.place_id in huating and one.case_type == "follow_up"]
    return found


def _clocks() -> dict[str, float]:
    """Every clock of a day: what became due is told at once; then a run that finds next to nothing."""
    from tongzhou.kernel import clock  # noqa: PLC0415  needs the settings
    from tongzhou.matters import running  # noqa: PLC0415  likewise

    running.run()  # what the two days before left
    found = {}
    for name, hours in (("clocks: a whole day at once", 24), ("clocks: five minutes later", 24.1)):
        with clock.at(clock.now() + timedelta(hours=hours)):
            began, used = time.perf_counter(), time.process_time()
            done = running.run()
            found[name], found[f"{name}: own cpu"] = time.perf_counter() - began, time.process_time() - used
            found[f"{name}: told"] = done.warned
    return found


def _inside(what: str, matters: int) -> Any:
    import django  # noqa: PLC0415  the settings are read only here

    django.setup()
    from tongzhou.demonstration import clocks  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import database  # noqa: PLC0415  likewise

    clocks.install()
    if what == "clocks":
        return _clocks()
    made = _open(matters)
    with database.through(database.OWNER), database.cursor() as statement:
        statement.execute("ANALYZE")
    return made


def accept(port: int, who: str, seconds: float, matters: list[str], seed: int, out: "Queue[list[float]]") -> None:
    """Accept one matter after another, until the time or the matters are over."""
    session, taken, waiting = loading.open_session(port, who), [], matters.copy()
    until = time.perf_counter() + seconds
    while waiting and time.perf_counter() < until:
        began = time.perf_counter()
        status, page = session.ask("POST", f"/matters/{waiting.pop()}/accept", {"go": "1"})
        taken.append(time.perf_counter() - began)
        if status != 302:
            raise RuntimeError(f"answered {status}: {page[:500]}")
    out.put(taken)


def bare(port: int, who: str, seconds: float, matters: list[str], seed: int, out: "Queue[list[float]]") -> None:
    session, taken, chance = loading.open_session(port), [], random.Random(seed)
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        status, _page = session.ask("POST", f"/locked/{chance.choice(matters)}")  # a body nobody reads ends the line
        taken.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"answered {status}")
    out.put(taken)


def _accepted(matters: list[str]) -> int:
    """By all clients, each with matters of its own."""
    shares = [matters[number::CLIENTS] for number in range(CLIENTS)]
    running = [loading.start(accept, 1, 8352, WHO["town"], SECONDS, share) for share in shares]
    return sum(len(wait()) for wait in running)


def measure(environment: dict[str, str], matters: int) -> dict[str, float]:
    """In a demonstration made for it."""

    def inside(what: str) -> Any:
        command = [sys.executable, "-m", "tongzhou.proofs.engine", "--inside", what, "--matters", str(matters)]
        told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout
        return orjson.loads(told.splitlines()[-1])

    began = time.perf_counter()
    huating = inside("made")
    return {"open": time.perf_counter() - began, **inside("clocks"), **_served(environment, huating)}


def _served(environment: dict[str, str], huating: list[str]) -> dict[str, float]:
    """What goes through HTTP."""
    found: dict[str, float] = {}
    with server("tongzhou.proofs.bare:application", 8351, environment, "/echo"):
        found["bare"] = len(loading.start(bare, CLIENTS, 8351, "", SECONDS, huating)()) / SECONDS
    ours = {**environment, "TONGZHOU_LOOPBACK": "yes"}
    with server("tongzhou.config.wsgi:application", 8352, ours, "/healthz"):
        for name, who in WHO.items():
            taken = loading.start(loading.get, 1, 8352, who, SECONDS / 2, ["/matters/"])()
            found[f"worklist, {name}"] = sorted(taken)[int(0.95 * (len(taken) - 1))] * 1000
        found["accept"] = _accepted(huating) / SECONDS
    return found


def table(found: dict[str, float]) -> str:
    """Rows of ``docs/benchmarks.md``."""
    day, again = "clocks: a whole day at once", "clocks: five minutes later"
    rows = [
        *(
            (f"first page of a worklist, {name}, p95", f"{found[f'worklist, {name}']:.0f} ms", "< 60 ms")
            for name in WHO
        ),
        (f"all clocks of a day told at once ({found[f'{day}: told']:,.0f})", f"{found[day]:.1f} s", "< 5 s"),
        (f"the run after it ({found[f'{again}: told']:,.0f} told)", f"{found[again]:.1f} s", "< 5 s"),
        (
            f"a transition through HTTP, {CLIENTS} clients",
            f"{found['accept']:,.0f}/s, {found['accept'] / found['bare']:.0%} of a bare row-locked update "
            f"({found['bare']:,.0f}/s)",
            "≥ 150/s",
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [("what", "measured", "goal"), ("---",) * 3, *rows])


@click.command()
@click.option("--inside", hidden=True)
@click.option("--matters", default=MATTERS, show_default=True)
def main(inside: str | None, matters: int) -> None:
    """Print the table, with the day on which it was measured."""
    if inside:
        print(json.dumps(_inside(inside, matters)))
        return
    with demonstration(_RESIDENTS) as made:
        found = measure({**made, "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"}, matters)
    click.echo(f"{date.today()}, {matters:,} open matters, opened in {found['open']:.0f} s\n\n{table(found)}")


if __name__ == "__main__":
    main()
