"""The field app: a telephone enrolled by the coordinator's square, passes checked while the line is cut, sent later."""

import os
import re
import signal
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tongzhou.config.tests.stories.conftest import CHROMIUM, DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.telephones import (
    PIN,
    choose_pin,
    go,
    send,
    square,
    take_into_use,
    type_digits,
    unlock,
)
from tongzhou.proofs.filming import film


@pytest.fixture
def desk(visit: Open) -> Page:
    return visit("演示·登记员", size=DESK)


@pytest.fixture
def phone(visit: Open, desk: Page) -> Page:
    """A guard's phone that was taken into use, its shell kept for later."""
    page = visit()
    take_into_use(page, square(desk, "演示·门岗"))
    keep(page, "field-gate")
    return page


def _check(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.press("#code", "Enter")


def _pass_through(page: Page, degrees: str) -> None:
    type_digits(page, degrees)
    page.locator("button[data-outcome=passed]").click()
    expect(page.locator(".saved")).to_be_visible()


def _issue(desk: Page) -> str:
    desk.goto("/passes/issue/")
    desk.check("input[name=carrier][value=paper]")
    desk.locator("form.panel button[type=submit]").click()
    return desk.locator("h1").inner_text().split("·")[1].strip()


def test_a_telephone_is_taken_into_use_and_given_back(visit: Open, desk: Page) -> None:
    page = visit()
    page.goto("/field/")
    expect(page.locator("h1")).to_contain_text("启用这台手机")
    keep(page, "field-enrol")
    page.fill("#enrol", "0000-0000-0000")
    page.locator("form button[type=submit]").click()
    expect(page.locator("[role=alert]")).to_contain_text("无效")
    page.fill("#enrol", square(desk, "演示·门岗"))
    page.locator("form button[type=submit]").click()
    expect(page.locator("h1")).to_contain_text("六位密码")
    keep(page, "field-pin")
    type_digits(page, "111111")
    expect(page.locator("[role=alert]")).to_contain_text("容易被猜到")
    type_digits(page, PIN)
    expect(page.locator("#code")).to_be_visible()
    page.reload()
    page.locator("button.button-wide", has_text="新来的人").click()
    keep(page, "field-new")
    page.fill("#admit", square(desk, "演示·下沉干部"))
    page.press("#admit", "Enter")
    choose_pin(page)
    go(page, "mine")
    page.locator("button.off").click()
    expect(page.locator("h1")).to_have_text("你是谁?")
    expect(page.locator("button.button-wide", has_text="演示·下沉干部")).to_have_count(0)
    unlock(page, "演示·门岗")


def test_a_gate_works_without_a_network_and_sends_when_it_is_back(visit: Open, desk: Page, phone: Page) -> None:
    number = _issue(desk)
    send(phone)

    phone.context.set_offline(True)
    phone.reload()
    phone.locator("button.button-wide", has_text="演示·门岗").click()
    type_digits(phone, "900000")
    expect(phone.locator("[role=alert]")).to_contain_text("还可试 4 次")
    type_digits(phone, PIN)
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
    phone.locator("summary", has_text="提醒").click()
    phone.locator("[data-topic=mask]").click()
    phone.locator("button", has_text="救护车").click()
    phone.locator(".saved button").click()
    go(phone, "mine")
    expect(phone.locator("[data-state=waiting]")).to_have_count(3)
    keep(phone, "field-mine-offline")

    town = visit("演示·总值班", size=DESK)
    town.goto(f"/passes/?text={number}")
    town.locator("tbody a").click()
    town.select_option("#f-why", "lent")
    town.locator("button.button-bad").click()
    phone.context.set_offline(False)
    send(phone)
    expect(phone.locator("[data-state=stored]")).to_have_count(3)
    keep(phone, "field-mine-sent")
    go(phone, "gate")
    phone.context.set_offline(True)
    _check(phone, number)
    expect(phone.locator(".verdict-bad")).to_contain_text("作废")
    keep(phone, "field-red")


def _of_every_kind(desk: Page, number: int) -> list[str]:
    """Issued on paper at the desk, printed, and read off the cards by another decoder: as a scanner types them."""
    desk.goto("/people/")
    resident = str(desk.locator("tbody a").first.get_attribute("href")).strip("/").rpartition("/")[2]
    desk.goto("/passes/issue/")
    token = desk.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    own = {"resident": {"person": resident}, "household": {"person": resident}, "vehicle": {"plate": "沪A12345"}}
    kinds = [*own, "traveller", "worker", "temporary"]
    issued = []
    for turn in range(number):
        kind = kinds[turn % len(kinds)]
        form = {"kind": kind, "days": "7", "carrier": "paper", "csrfmiddlewaretoken": token, **own.get(kind, {})}
        issued.append(desk.request.post("/passes/issue/", form=form).url.strip("/").rpartition("/")[2])
    cards = desk.request.get("/passes/cards.pdf?" + "&".join(f"pass={one}" for one in issued))
    pages = (page.render(scale=150 / 72).to_pil() for page in pypdfium2.PdfDocument(cards.body()))
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def test_fifty_passes_of_every_kind_and_two_telephones_that_send_in_the_other_order(
    visit: Open, desk: Page, phone: Page
) -> None:
    squares = _of_every_kind(desk, 50)
    assert len(set(squares)) == 50
    other = visit()
    take_into_use(other, square(desk, "演示·门岗"))
    for one in (phone, other):
        send(one)
        go(one, "gate")
        one.context.set_offline(True)
    for turn, text in enumerate(squares):
        _check(phone, text)
        expect(phone.locator(".verdict-good")).to_contain_text("有效")
        number = phone.locator(".verdict .mono").inner_text()
        if turn < 6:
            _pass_through(phone, "365")
        else:
            phone.locator("button.button-wide", has_text="返回").click()
    _check(other, squares[-1])
    expect(other.locator(".verdict-good")).to_be_visible()
    _pass_through(other, "366")

    town = visit("演示·总值班", size=DESK)
    town.goto(f"/passes/?text={number}")
    town.locator("tbody a").click()
    town.select_option("#f-why", "lent")
    town.locator("button.button-bad").click()
    for one, stored in ((other, 1), (phone, 6)):  # what was written last goes up first
        one.context.set_offline(False)
        send(one)
        expect(one.locator("[data-state=stored]")).to_have_count(stored)
        one.context.set_offline(True)
        go(one, "gate")
        _check(one, squares[-1])
        expect(one.locator(".verdict-bad")).to_contain_text("作废")


def test_a_lost_telephone_destroys_what_it_holds_at_the_next_sync(desk: Page, phone: Page) -> None:
    phone.locator("button", has_text="访客").click()
    _pass_through(phone, "366")
    desk.goto("/devices/")
    row = desk.locator("tbody tr", has=desk.locator("summary")).first
    row.locator("summary").click()
    row.locator("button.button-bad").click()
    expect(desk.locator("tbody")).to_contain_text("挂失")
    go(phone, "mine")
    phone.locator("button.send").click()
    expect(phone.locator("[role=alert]")).to_contain_text("已全部销毁")
    expect(phone.locator("h1")).to_have_text("启用这台手机")
    keep(phone, "field-lost")
    phone.reload()
    expect(phone.locator("h1")).to_have_text("启用这台手机")


def test_an_app_too_old_says_so_and_keeps_everything(phone: Page) -> None:
    phone.locator("button", has_text="访客").click()
    _pass_through(phone, "366")
    old = re.compile("/sync/")
    phone.route(old, lambda route: route.continue_(headers={**route.request.headers, "x-app": "0.9"}))
    go(phone, "mine")
    phone.locator("button.send").click()
    expect(phone.locator("[role=alert]")).to_contain_text("版本旧了")
    expect(phone.locator("[data-state=waiting]")).to_have_count(1)
    phone.unroute(old)
    send(phone)
    expect(phone.locator("[data-state=stored]")).to_have_count(1)


def _kill(folder: Path) -> None:
    """Every process of the browser that lives in ``folder``, at once."""
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and str(folder).encode() in (process / "cmdline").read_bytes():
            os.kill(int(process.name), signal.SIGKILL)


def test_what_was_recorded_survives_a_killed_browser(browser: Browser, served: str, desk: Page, tmp_path: Path) -> None:
    def started() -> BrowserContext:
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"], "locale": "zh-CN"}
        return browser.browser_type.launch_persistent_context(tmp_path, base_url=served, viewport=PHONE, **options)

    context = started()
    page = context.new_page()
    take_into_use(page, square(desk, "演示·门岗"))
    context.set_offline(True)
    page.locator("button", has_text="访客").click()
    _pass_through(page, "366")
    _kill(tmp_path)

    context = started()
    context.set_offline(True)
    page = context.new_page()
    page.goto("/field/")
    unlock(page, "演示·门岗")
    go(page, "mine")
    expect(page.locator("[data-state=waiting]")).to_have_count(1)
    context.close()


def test_the_camera_reads_a_square_without_a_network(browser: Browser, served: str, desk: Page, tmp_path: Path) -> None:
    (text,) = _of_every_kind(desk, 1)
    args = ["--no-sandbox", "--disable-gpu", *film(text, tmp_path / "square.y4m")]
    filmed = browser.browser_type.launch(executable_path=CHROMIUM, args=args)
    try:
        context = filmed.new_context(viewport=PHONE, locale="zh-CN", base_url=served, permissions=["camera"])
        page = context.new_page()
        take_into_use(page, square(desk, "演示·门岗"))
        context.set_offline(True)
        page.reload()
        unlock(page, "演示·门岗")
        page.get_by_role("button", name="用相机扫").click()
        expect(page.locator(".verdict-good")).to_contain_text("有效")
        keep(page, "field-camera")
        _pass_through(page, "365")
        context.set_offline(False)
        send(page)
        expect(page.locator("[data-state=stored]")).to_have_count(1)
    finally:
        filmed.close()
