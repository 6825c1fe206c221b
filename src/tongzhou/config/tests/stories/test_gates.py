"""Passes are issued for a place, handed out and printed; at the gate they turn green, and red once they are revoked."""

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep


@pytest.fixture
def issued(visit: Open) -> Callable[[str], str]:
    """A temporary pass of Yongle on paper or on the telephone; its number."""

    def issue(carrier: str) -> str:
        desk = visit("演示·登记员", size=DESK)
        desk.goto("/passes/issue/")
        desk.check(f"input[name=carrier][value={carrier}]")
        keep(desk, "desk-pass-issue")
        desk.locator("form.panel button[type=submit]").click()
        keep(desk, f"desk-pass-{carrier}")
        return desk.locator("h1").inner_text().split("·")[1].strip()

    return issue


def _scan(gate: Page, code: str, way: str = "in") -> None:
    gate.goto(f"/gates/?way={way}")
    gate.fill("#f-code", code)
    gate.press("#f-code", "Enter")


def test_a_whole_village_gets_its_passes(visit: Open) -> None:
    desk = visit("演示·登记员", size=DESK)
    desk.goto("/passes/profile/")
    desk.check("input[name=sort][value=relocated]")
    for name, value in {"elderly": "40", "entrances": "3", "open_entrances": "1"}.items():
        desk.fill(f"#f-{name}", value)
    keep(desk, "desk-pass-profile")
    desk.locator("form.panel button[type=submit]").click()
    expect(desk.locator("section.group")).to_contain_text("上门发放")
    desk.fill("#f-first_slot", "2020-02-09T09:00")
    keep(desk, "desk-pass-round")
    desk.locator("form[method=post] button.button-primary").click()
    expect(desk.locator("tbody tr").first).to_contain_text("待发放")
    keep(desk, "desk-passes")
    for document in ("cards", "list"):
        answer = desk.request.get(desk.locator(f"a[href*='{document}.pdf']").get_attribute("href") or "")
        assert (answer.ok, answer.body()[:5]) == (True, b"%PDF-")
    desk.locator("tbody label").first.click()
    desk.locator("form[method=post] button.button-primary").click()
    expect(desk.locator("tbody")).to_be_visible()


def test_the_gate_lets_in_measures_and_turns_red_after_the_revocation(
    visit: Open, issued: Callable[[str], str]
) -> None:
    number = issued("paper")
    gate = visit("演示·门岗")
    gate.goto("/gates/")
    keep(gate, "phone-gate")
    _scan(gate, number)
    expect(gate.locator(".verdict-good")).to_contain_text("有效")
    keep(gate, "phone-gate-green")
    # no degrees: told, nothing lost
    gate.locator("button[value=passed]").click()
    expect(gate.locator("#f-temperature")).to_be_focused()
    gate.fill("#f-temperature", "36.4")
    gate.locator("button[value=passed]").click()
    expect(gate.locator(".banner")).to_contain_text("已记录")
    keep(gate, "phone-gate-saved")

    town = visit("演示·总值班", size=DESK)
    town.goto(f"/passes/?text={number}")
    town.locator("tbody a").click()
    town.select_option("#f-why", "lent")
    town.locator("button.button-bad").click()
    expect(town.locator("main")).to_contain_text("作废")
    _scan(gate, number)
    expect(gate.locator(".verdict-bad")).to_contain_text("作废")
    keep(gate, "phone-gate-red")
    gate.locator("button[value=turned_back]").click()
    expect(gate.locator("h1")).to_contain_text("门岗")


def test_hot_is_told_what_to_do_and_taken_back_when_it_was_a_slip(visit: Open) -> None:
    gate = visit("演示·门岗")
    gate.goto("/gates/")
    gate.locator("button[value=visitor]").click()
    gate.fill("#f-temperature", "38.1")
    gate.locator("button[value=turned_back]").click()
    expect(gate.locator(".verdict-bad")).to_contain_text("复测")
    keep(gate, "phone-gate-hot")
    gate.locator("form[action$='undo/'] button").click()
    expect(gate.locator(".verdict-bad")).to_have_count(0)


def test_an_ambulance_is_through_with_one_touch(visit: Open) -> None:
    gate = visit("演示·门岗", language="en")
    gate.goto("/gates/")
    keep(gate, "phone-gate-en")
    gate.locator("button[value=ambulance]").click()
    expect(gate.locator(".banner")).to_be_visible()


def test_a_pass_on_the_telephone_is_green_live_and_amber_as_a_picture(
    visit: Open, issued: Callable[[str], str]
) -> None:
    number = issued("phone")
    desk = visit("演示·登记员", size=DESK)
    desk.goto(f"/passes/?text={number}")
    desk.locator("tbody a").click()
    holder = visit()
    holder.goto(desk.locator("a", has_text="打开持证人页面").get_attribute("href") or "")
    expect(holder.locator("#square svg")).to_be_visible()
    keep(holder, "phone-own-pass")
    # another decoder reads it off the screen, in the dark too
    holder.locator("button[value=dark] >> visible=true").click()
    picture = Image.open(io.BytesIO(holder.locator("#square").screenshot()))
    assert [one.text[:4] for one in zxingcpp.read_barcodes(picture)] == ["TZ1:"]
    keep(holder, "phone-own-pass-dark")
    assert re.search(r"演示|姓名:", holder.locator("main").inner_text()) is None
    holder.fill("#f-words", "昨天门岗没让我进,我没有借给别人")
    holder.locator("form.panel button").click()
    expect(holder.locator("main")).to_contain_text("编号")
