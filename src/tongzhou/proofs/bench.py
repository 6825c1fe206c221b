"""How fast, each beside the bare thing in the same run; writes the table of ``docs/benchmarks.md``.

``python -m tongzhou.proofs.bench`` (``make bench``). A speed is never a test.
"""

import json
import subprocess
import sys
import time

import click

from tongzhou.proofs import loading, scanning
from tongzhou.proofs.serving import demonstration, server

SECONDS, CLIENTS, RESIDENTS = 8.0, 8, 20_000
#: Seconds before registering is measured: four processes that have answered nothing yet, and plan nothing twice.
WARM = 4.0
DESK, TOWN, CHIEF = "演示·登记员", "演示·镇值班", "演示·总值班"


def percentile(taken: list[float], share: float = 0.95) -> float:
    """In milliseconds."""
    return sorted(taken)[int(share * (len(taken) - 1))] * 1000


def rate(taken: list[float]) -> float:
    """How many a second."""
    return len(taken) / SECONDS


def homes(port: int) -> list[str]:
    """Every village of the register page's list; the desk's own is the first."""
    page = loading.open_session(port, DESK).ask("GET", "/desk/register/")[1]
    listed = page[page.index('id="f-place"') :]
    options = listed[: listed.index("</select>")].split('<option value="')[2:]
    return [option[:36] for option in options]


def pages(port: int) -> dict[str, float]:
    """The 95th percentile of pages under four writers, in milliseconds."""
    villages = homes(port)
    writers = loading.start(loading.register, 4, port, DESK, SECONDS * 5 + 10, villages)
    time.sleep(2)
    asked = {
        "search by number": (TOWN, ["/people/?q=999999198001010018"]),
        "search by telephone": (TOWN, ["/people/?q=10000000421"]),
        "search by pinyin": (TOWN, ["/people/?q=zhangwei", "/people/?q=lina"]),
        "first page of a village": (DESK, ["/people/"]),
        "first page of a worklist": (TOWN, ["/matters/"]),
        "board: village": (DESK, ["/board/"]),
        "board: town": (TOWN, ["/board/"]),
        "board: district": (CHIEF, ["/board/"]),
    }
    found = {}
    for name, (who, paths) in asked.items():
        found[name] = percentile(loading.start(loading.get, 1, port, who, SECONDS / 2, paths)())
    writers()
    return found


def _measure(environment: dict[str, str]) -> dict[str, float]:
    found: dict[str, float] = {}
    append = [sys.executable, "-m", "tongzhou.proofs.appending", "20"]
    told = subprocess.run(append, env=environment, check=True, capture_output=True, text=True).stdout
    found["append"], found["append bare"], found["append COPY"] = json.loads(told.splitlines()[-1])
    with server("tongzhou.proofs.bare:application", 8151, environment, "/echo"):
        for name in ("echo", "create"):
            found[name] = rate(loading.start(loading.get, CLIENTS, 8151, "", SECONDS, [f"/{name}"])())
    ours = {**environment, "TONGZHOU_LOOPBACK": "yes"}
    with server("tongzhou.config.wsgi:application", 8152, ours, "/healthz"):
        villages = homes(8152)
        loading.start(loading.register, CLIENTS, 8152, DESK, WARM, villages)()
        for name, places in (("register, one village", villages[:1]), ("register, all villages", villages)):
            taken = loading.start(loading.register, CLIENTS, 8152, DESK, SECONDS, places)()
            found[name], found[f"{name}: p95"] = rate(taken), percentile(taken)
        found |= pages(8152)
    return found | scanning.measure({**environment, "DJANGO_SETTINGS_MODULE": "tongzhou.config.settings"})


def table(found: dict[str, float]) -> str:
    """The rows of the documentation, ours beside the bare thing and the goal."""
    append, create = found["append"], found["create"]
    rows = [
        (
            "Ledger append, batches of 500, sealed and authenticated, one process",
            f"{append:,.0f}/s",
            f"{append / found['append bare']:.0%} of bare `unnest` ({found['append bare']:,.0f}/s), "
            f"{append / found['append COPY']:.0%} of COPY ({found['append COPY']:,.0f}/s)",
            "≥ 30,000/s, ≥ 25 %",
        ),
    ]
    for name in ("register, one village", "register, all villages"):
        rows.append(
            (
                f"HTTP {name}, {CLIENTS} clients",
                f"{found[name]:,.0f}/s (p95 {found[f'{name}: p95']:.0f} ms)",
                f"{found[name] / create:.0%} of a bare ORM create ({create:,.0f}/s), "
                f"{found[name] / found['echo']:.0%} of an echo ({found['echo']:,.0f}/s)",
                "≥ 200/s, ≥ 10 %",
            )
        )
    rows.append(
        (
            "Scans of a gate through the sync endpoint, batches of 200",
            f"{found['scans']:,.0f}/s, {found['bytes a scan']:.0f} bytes each",
            f"{found['scans'] / found['scans bare']:.0%} of a bare view ({found['scans bare']:,.0f}/s)",
            "≥ 10,000/s, ≥ 20 %, ≤ 300 bytes",
        )
    )
    for name, value in found.items():
        if name.startswith(("search", "first", "board: ")):
            rows.append(
                (f"{name}, p95 under 4 writers", f"{value:.0f} ms", "", "< 100 ms" if "board" in name else "< 50 ms")
            )
    lines = ["| what | measured | beside | goal |", "|---|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines)


@click.command()
def main() -> None:
    """Measure everything in one run and print the table."""
    with demonstration(RESIDENTS) as environment:
        click.echo(table(_measure(environment)))


if __name__ == "__main__":
    main()
