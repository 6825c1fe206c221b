"""What a cheap telephone needs: taken into use over a slow line, for a verdict, and to open without a network.

Headless Chromium, slowed six times.

``python -m tongzhou.proofs.phone http://127.0.0.1:8000 --households 2000`` against a demonstration that serves, with
its settings in the environment; the passes of the households stay in it. It prints figures; a speed is never a test.
"""

import argparse
import gzip
import json
import os
import shutil
from importlib.resources import files
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

import tongzhou

PIN, TURNS, SLOWER = "274951", 60, 6
#: 1 Mbit/s, in bytes a second, and the delay of a poor mobile line in milliseconds.
A_SECOND, DELAY = 125_000, 100
#: From the scanner's last key to the verdict on the screen, two frames drawn.
_TIMED = """async (text) => {
  const field = document.querySelector('#code'), start = performance.now();
  field.value = text;
  field.dispatchEvent(new Event('input'));
  field.form.requestSubmit();
  while (!document.querySelector('.verdict')) await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""


def _texts() -> list[str]:
    """Squares of the conformance file: read, signature checked, judged."""
    cases = json.loads(files(tongzhou).joinpath("passes", "conformance.json").read_text("utf-8"))["cases"]
    return [case["asked"]["text"] for case in cases if case["asked"].get("text", "").startswith("TZ1:")]


def _shell() -> tuple[int, int]:
    """Compressed: the shell, and the decoder apart."""
    folder = Path(str(files(tongzhou).joinpath("field", "static", "field")))
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 6)) for path in folder.rglob("*") if path.is_file()}
    decoder = sum(size for name, size in sizes.items() if name.startswith(("decoder", "zxing")))
    return sum(sizes.values()) - decoder, decoder


def _settle(households: int) -> None:
    """So many household passes more at Yongle."""
    import django  # noqa: PLC0415  the settings ask for a database

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongzhou.config.settings")
    django.setup()
    from tongzhou.demonstration import clocks, setting_up  # noqa: PLC0415  needs the settings
    from tongzhou.kernel import database, ids  # noqa: PLC0415  likewise
    from tongzhou.passes import actions  # noqa: PLC0415  likewise

    clocks.install()
    place = setting_up.place_id(setting_up.YONGLE)
    wanted = [actions.Wanted(kind="household", place_id=place, household_id=ids.new()) for _one in range(households)]
    with database.acting([place]):
        actions.issue(wanted, by=setting_up.officer(place=place))


def _desk(browser: Browser, address: str) -> Page:
    desk = browser.new_page(locale="zh-CN")
    desk.goto(f"{address}/sign-in/")
    desk.locator("button", has_text="演示·登记员").click()
    desk.wait_for_url("**/")
    return desk


def _code(desk: Page, address: str) -> str:
    """A coordinator shows the square that lets the guard in."""
    desk.goto(f"{address}/devices/")
    desk.select_option("#duty", desk.locator("#duty option", has_text="演示·门岗").first.get_attribute("value"))
    desk.locator("main form[action$='/invite/'] button").click()
    return desk.locator("p.mono").inner_text().strip().replace("-", "")


def _taken_into_use(context: BrowserContext, address: str, code: str) -> Page:
    """Over the slow line: what the shell needs to be there, and from the touch until all of the post lies on it."""
    page, came = context.new_page(), []
    page.on("requestfinished", lambda one: came.append(one) if "/sync/down" in one.url else None)
    line = {"offline": False, "latency": DELAY, "downloadThroughput": A_SECOND, "uploadThroughput": A_SECOND}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", line)
    begun = perf_counter()
    page.goto(f"{address}/field/#enrol={code}")
    page.locator("form button[type=submit]").wait_for()
    shown = perf_counter()
    page.locator("form button[type=submit]").click()
    page.locator(".pad").wait_for()
    taken = perf_counter()
    for digit in PIN:
        page.locator(".pad button", has_text=digit).click()
    page.locator("#code").wait_for()
    ready, size = perf_counter(), came[0].sizes()["responseBodySize"]
    print(
        f"first sync at 1 Mbit/s: {shown - begun:.1f} s for the shell, {taken - shown:.1f} s from the touch until"
        f" the post lies on the phone ({size / 1000:.0f} kB), {ready - taken:.1f} s for the PIN (goal 30 s together)"
    )
    session.send(
        "Network.emulateNetworkConditions", line | {"downloadThroughput": -1, "uploadThroughput": -1, "latency": 0}
    )
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def _back(page: Page) -> None:
    page.locator("main > button, main button.button-wide", has_text="返回").last.click()
    page.locator("#code").wait_for()


def _verdicts(page: Page) -> list[float]:
    texts, found = _texts(), []
    for turn in range(TURNS):
        found.append(float(page.evaluate(_TIMED, texts[turn % len(texts)])))
        _back(page)
    return found


def _opened(page: Page) -> list[float]:
    """From the reload to the question who is there, without a network."""
    found = []
    for _turn in range(5):
        page.reload()
        page.locator("h1").wait_for()
        found.append(float(page.evaluate("performance.now()")))
    return found


def _middle(found: list[float]) -> str:
    return f"p50 {sorted(found)[len(found) // 2]:.0f} ms, p95 {quantiles(found, n=20)[-1]:.0f} ms"


def measure(browser: Browser, address: str, code: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = _taken_into_use(context, address, code)
    context.set_offline(True)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    print(f"verdict on a scanned square, {SLOWER} times slower: {_middle(_verdicts(page))} (goal 300 ms)")
    print(
        f"opened without a network, {SLOWER} times slower: slowest of five {max(_opened(page)):.0f} ms (goal 2000 ms)"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("address")
    asked.add_argument("--households", type=int, default=0)
    given = asked.parse_args()
    address = given.address.rstrip("/")
    shell, decoder = _shell()
    print(f"compressed: shell {shell / 1000:.0f} kB (goal 400 kB), decoder apart {decoder / 1000:.0f} kB")
    if given.households:
        _settle(given.households)
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        measure(browser, address, _code(_desk(browser, address), address))
        browser.close()


if __name__ == "__main__":
    main()
