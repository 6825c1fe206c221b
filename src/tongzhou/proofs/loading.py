"""Clients that load a server: processes with a kept connection each. Pure HTTP; they know the pages, not the code."""

import http.client
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing import get_context
from multiprocessing.queues import Queue
from urllib.parse import urlencode

from tongzhou.proofs.answers import ANSWERS

_CHECKS = "10X98765432"


@dataclass
class Session:
    """One signed-in browser, as far as a benchmark needs one."""

    port: int
    cookies: dict[str, str]
    connection: http.client.HTTPConnection

    def ask(self, method: str, path: str, fields: dict[str, object] | None = None) -> tuple[int, str]:
        body = (
            urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}, doseq=True)
            if fields
            else ""
        )
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text


def open_session(port: int, who: str = "") -> Session:
    """A session of the demonstration's account that shows ``who`` on its button; nobody's without."""
    session = Session(port, {}, http.client.HTTPConnection("127.0.0.1", port, timeout=60))
    if who:
        _status, page = session.ask("GET", "/sign-in/")
        before = page[: page.index(who)]
        action = before[before.rindex('action="') + 8 :]
        status, _page = session.ask("POST", action[: action.index('"')], {"go": "1"})
        if status != 302:
            raise RuntimeError(f"{who} could not sign in: {status}")
    return session


def person(number: int) -> dict[str, object]:
    """Somebody invented, unlike anybody else of the same run."""
    born = date(1950, 1, 1) + timedelta(days=number // 1000 % 18_000)
    digits = f"999998{born:%Y%m%d}{number % 1000:03d}"
    check = _CHECKS[sum(int(one) * pow(2, 17 - at, 11) for at, one in enumerate(digits)) % 11]
    name = "王" + chr(0x4E00 + number % 9_000) + chr(0x4E00 + number // 9_000 % 9_000)
    return {"name": name, "id_kind": "resident", "id_number": digits + check, "address": f"{number}号"}


def _register(port: int, who: str, seconds: float, homes: list[str], seed: int, out: "Queue[list[float]]") -> None:
    """Register somebody new, duplicates asked for."""
    session, chance, taken = open_session(port, who), random.Random(seed), []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        fields = {**person(chance.randrange(10**10)), **ANSWERS, "place": chance.choice(homes)}
        began = time.perf_counter()
        status, page = session.ask("POST", "/desk/register/", fields)
        if status == 422:  # somebody like this is known: as the worker would, say that it is another
            status, page = session.ask("POST", "/desk/register/", {**fields, "choice": "another"})
        taken.append(time.perf_counter() - began)
        if status != 302:
            raise RuntimeError(f"a registration was answered {status}: {page[:2000]}")
    out.put(taken)


def _get(port: int, who: str, seconds: float, paths: list[str], seed: int, out: "Queue[list[float]]") -> None:
    session, chance, taken = open_session(port, who), random.Random(seed), []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        began = time.perf_counter()
        status, _page = session.ask("GET", chance.choice(paths))
        taken.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"answered {status}")
    out.put(taken)


def _announce(port: int, who: str, seconds: float, homes: list[str], seed: int, out: "Queue[list[float]]") -> None:
    """Open the public form and announce somebody: two requests, timed together."""
    session, chance, taken = open_session(port, who), random.Random(seed), []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        address = f"/before/{chance.choice(homes)}/"
        began = time.perf_counter()
        _status, form = session.ask("GET", address)
        ticket = form.split('name="ticket" value="')[1].split('"')[0]
        someone = {**person(chance.randrange(10**10)), **ANSWERS, "ticket": ticket, "number": "0"}
        status, page = session.ask("POST", address, someone)
        taken.append(time.perf_counter() - began)
        if status != 200:
            raise RuntimeError(f"an announcement was answered {status}: {page[:2000]}")
    out.put(taken)


def start(work: Callable[..., None], count: int, *arguments: object) -> Callable[[], list[float]]:
    """``count`` processes at once; call the answer to wait for the seconds that each request took."""
    context = get_context("spawn")
    out = context.Queue()
    running = [
        context.Process(target=work, args=(*arguments, random.randrange(10**9), out), daemon=True)
        for _one in range(count)
    ]
    for process in running:
        process.start()

    def wait() -> list[float]:
        taken = [seconds for _process in running for seconds in out.get(timeout=180)]
        for process in running:
            process.join(60)
        return taken

    return wait


register, get, announce = _register, _get, _announce
