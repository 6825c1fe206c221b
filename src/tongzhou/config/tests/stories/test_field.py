"""The gate without a network: a PIN, passes checked while the line is cut, everything sent when it is back."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tongzhou.config.tests.stories.conftest import CHROMIUM, DESK, PHONE, Open, keep

PIN = "274951"


def _type(page: Page, digits: str) -> None:
    for digit in digits:
        page.locator(".pad button", has_text=digit).click()


def _take_into_use(page: Page) -> None:
    page.goto("/field/")
    expect(page.locator("h1")).to_contain_text("六位密码")
    keep(page, "field-pin")
    _type(page, "111111")
    expect(page.locator("[role=alert]")).to_contain_text("容易被猜到")
    _type(page, PIN)
    expect(page.locator("#code")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@pytest.fixture
def phone(visit: Open) -> Page:
    """A guard's phone that was taken into use, its shell kept for later."""
    page = visit("演示·门岗")
    _take_into_use(page)
    keep(page, "field-gate")
    return page


def _check(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.press("#code", "Enter")


def _pass_through(page: Page, degrees: str) -> None:
    _type(page, degrees)
    page.locator("button[data-outcome=passed]").click()
    expect(page.locator(".saved")).to_be_visible()


def _issue(visit: Open) -> str:
    desk = visit("演示·登记员", size=DESK)
    desk.goto("/passes/issue/")
    desk.check("input[name=carrier][value=paper]")
    desk.locator("form.panel button[type=submit]").click()
    return desk.locator("h1").inner_text().split("·")[1].strip()


def test_a_gate_works_without_a_network_and_sends_when_it_is_back(visit: Open, phone: Page) -> None:
    number = _issue(visit)
    phone.locator("button.turn").click()
    phone.locator("button.button-primary").click()
    expect(phone.locator("button.button-primary")).to_be_enabled()
    phone.locator("button.turn").click()

    phone.context.set_offline(True)
    phone.reload()
    phone.locator("button.button-wide", has_text="演示·门岗").click()
    _type(phone, "900000")
    expect(phone.locator("[role=alert]")).to_contain_text("还可试 4 次")
    _type(phone, PIN)
    _check(phone, number)
    expect(phone.locator(".verdict-good")).to_contain_text("有效")
    keep(phone, "field-green")
    phone.locator("button[data-outcome=passed]").click()
    expect(phone.locator("[role=alert].error")).to_contain_text("先量体温")
    _pass_through(phone, "365")
    _check(phone, "https://example.invalid/")
    expect(phone.locator(".verdict-bad")).to_contain_text("读不出来")
    keep(phone, "field-unreadable")
    phone.locator("button.button-wide", has_text="返回").click()
    phone.locator("button", has_text="访客").click()
    _pass_through(phone, "381")
    expect(phone.locator(".verdict-bad")).to_contain_text("发热")
    keep(phone, "field-hot")
    phone.locator("button", has_text="救护车").click()
    phone.locator(".saved button").click()
    phone.locator("button.turn").click()
    expect(phone.locator("[data-state=waiting]")).to_have_count(2)
    keep(phone, "field-mine-offline")

    town = visit("演示·总值班", size=DESK)
    town.goto(f"/passes/?text={number}")
    town.locator("tbody a").click()
    town.select_option("#f-why", "lent")
    town.locator("button.button-bad").click()
    phone.context.set_offline(False)
    for _turn in range(12):  # what is younger than ten seconds can still be taken back
        phone.locator("button.button-primary").click()
        expect(phone.locator("button.button-primary")).to_be_enabled()
        if phone.locator("[data-state=waiting]").count() == 0:
            break
        phone.wait_for_timeout(1_000)
    expect(phone.locator("[data-state=stored]")).to_have_count(2)
    keep(phone, "field-mine-sent")
    phone.locator("button.turn").click()
    phone.context.set_offline(True)
    _check(phone, number)
    expect(phone.locator(".verdict-bad")).to_contain_text("作废")
    keep(phone, "field-red")
    phone.context.set_offline(False)
    phone.locator("button.button-wide", has_text="返回").click()
    phone.locator("button.turn").click()
    phone.locator("button.button-bad").click()
    expect(phone.locator("h1")).to_contain_text("你是谁")


def _kill(folder: Path) -> None:
    """Every process of the browser that lives in ``folder``, at once."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and str(folder).encode() in (process / "cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)


def test_what_was_recorded_survives_a_killed_browser(browser: Browser, served: str, tmp_path: Path) -> None:
    def started() -> BrowserContext:
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"], "locale": "zh-CN"}
        return browser.browser_type.launch_persistent_context(tmp_path, base_url=served, viewport=PHONE, **options)

    context = started()
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("button", has_text="演示·门岗").click()
    page.wait_for_url("**/")
    _take_into_use(page)
    context.set_offline(True)
    page.locator("button", has_text="访客").click()
    _pass_through(page, "366")
    _kill(tmp_path)

    context = started()
    context.set_offline(True)
    page = context.new_page()
    page.goto("/field/")
    page.locator("button.button-wide", has_text="演示·门岗").click()
    _type(page, PIN)
    page.locator("button.turn").click()
    expect(page.locator("[data-state=waiting]")).to_have_count(1)
    context.close()
