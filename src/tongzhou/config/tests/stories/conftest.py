"""A real server with a demonstration of its own for each file of stories, and a browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
expect.set_options(timeout=20_000)
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1440, "height": 900}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from tongzhou.config.cli import main; main()", *arguments]


@pytest.fixture(scope="session")
def mould() -> Iterator[Path]:
    """A folder with a demonstration, made once and never served: each file of stories walks through a copy."""
    with TemporaryDirectory(prefix="tongzhou-stories-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        environment = _environment(Path(folder) / "mould")
        for command in (_command("demo", "--residents", "300"), _command("stop")):
            subprocess.run(command, env=environment, check=True, timeout=600)
        yield Path(folder) / "mould"


def _environment(var: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    return {**known, "TONGZHOU_VAR": str(var), "TONGZHOU_MODE": "demo"}


@pytest.fixture(scope="module")
def served(mould: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server on a demonstration of this file's own, so that no file sees what another did."""
    var, port = mould.with_name(request.module.__name__.rsplit(".", 1)[-1]), _free_port()
    subprocess.run(["cp", "-a", str(mould), str(var)], check=True)  # with its owners: the database may be another's
    environment = _environment(var)
    serve = _command("serve", "--port", str(port), "--workers", "1")
    server = subprocess.Popen(serve, env=environment, start_new_session=True)
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
        subprocess.run(_command("stop"), env=environment, check=False, timeout=60)
        shutil.rmtree(var, ignore_errors=True)


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(600):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    raise RuntimeError("the server did not answer within five minutes")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        raise RuntimeError("The browser stories need Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        )
        yield started
        started.close()


Open = Callable[..., Page]


@pytest.fixture
def visit(served: str, browser: Browser) -> Iterator[Open]:
    """``visit("演示·登记员", size=PHONE)``: a page, signed in as that account; nobody without a name."""
    contexts = []
    problems: list[str] = []

    def visit(who: str = "", *, size: dict[str, int] = PHONE, language: str = "zh-CN") -> Page:
        context = browser.new_context(viewport=size, locale=language, base_url=served)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        if who:
            page.goto("/sign-in/")
            page.locator("button", has_text=who).click()
            page.wait_for_url("**/")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert problems == []


def keep(page: Page, name: str) -> None:
    """Keep a picture where ``TONGZHOU_PICTURES`` says; nowhere otherwise."""
    folder = os.environ.get("TONGZHOU_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
