"""From door to door with the line cut: reports of isolating homes, and the round of household waste."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.telephones import go, send, square, take_into_use, type_digits
from tongzhou.config.tests.stories.test_every_page import faults
from tongzhou.config.tests.stories.test_isolation import fill_order, somebody_free


def _look(page: Page, name: str) -> None:
    keep(page, name)
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _order(desk: Page) -> None:
    """Somebody more isolates at home from today on: no report of theirs is there yet."""
    somebody_free(desk)
    fill_order(desk)
    desk.check("[name=promise]")
    desk.get_by_role("button", name="开始").click()
    desk.locator("h1").wait_for()


def test_isolating_homes_report_at_the_door_without_a_network(visit: Open) -> None:
    desk, page = visit("演示·登记员", size=DESK), visit()
    for _one in range(2):
        _order(desk)
    take_into_use(page, square(desk, "演示·下沉干部"))
    page.context.set_offline(True)
    go(page, "isolation")
    due = page.locator("[data-home]:not([data-now=given])")
    expect(due).to_have_count(2)
    expect(page.locator("h1")).to_contain_text("还差 2 户")
    _look(page, "field-isolation")
    first, second = (due.nth(turn).get_attribute("data-home") for turn in (0, 1))

    page.locator(f"[data-home='{first}'] button").click()
    type_digits(page, "33")
    page.locator("[data-save]").click()
    expect(page.locator(".error")).to_contain_text("34 到 43")
    type_digits(page, "⌫⌫382")
    page.locator("input[value=cough]").check()
    _look(page, "field-isolation-home")
    page.locator("details summary").click()
    page.locator("input[name=what][value=medicine]").check()
    page.fill("#need-words", "降压药")
    page.locator("[data-order]").click()
    expect(page.locator(".saved")).to_be_visible()
    page.locator("[data-save]").click()
    expect(page.locator(".verdict-bad")).to_contain_text("卫生中心")
    expect(page.locator(f"[data-home='{first}']")).to_have_attribute("data-now", "alarm")
    _look(page, "field-isolation-hot")

    page.locator(f"[data-home='{second}'] button").click()
    page.locator("[data-shut=gone]").click()
    expect(page.locator(f"[data-home='{second}']")).to_have_attribute("data-now", "shut")
    page.locator("header button", has_text="English").click()
    _look(page, "field-isolation-en")
    page.locator("header button", has_text="中文").click()

    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(3)
    desk.goto(f"/isolation/{first}/")
    expect(desk.locator("main")).to_contain_text("隔离人员的需求")
    expect(desk.locator("main .tag-red").first).to_contain_text("不适")
    desk.goto(f"/isolation/{second}/")
    expect(desk.locator("main")).to_contain_text("缺报,上门")
    keep(desk, "desk-isolation-unmet")


def test_a_round_of_household_waste_without_a_network(visit: Open) -> None:
    town, page = visit("演示·南翔值班", size=DESK), visit()
    take_into_use(page, square(town, "演示·清运员"))
    page.context.set_offline(True)
    waiting = page.locator("section.stop")
    expect(waiting.first).to_be_visible()
    number = waiting.count()
    assert "＊" not in page.locator("main").inner_text()
    _look(page, "field-waste")
    waiting.first.locator("[data-bags='2']").click()
    expect(waiting).to_have_count(number - 1)
    waiting.first.locator("summary").click()
    waiting.first.locator("button[type=submit]").click()
    expect(page.locator(".banner-bad")).to_be_visible()
    waiting.first.locator("input").fill("楼道门锁了")
    waiting.first.locator("button[type=submit]").click()
    expect(waiting).to_have_count(number - 2)
    page.locator("[data-hand]").click()
    page.locator("[data-load] input").first.fill("3")
    page.locator("[data-load] button").first.click()
    expect(page.locator("[data-load] .tag-red").first).to_contain_text("3")
    _look(page, "field-waste-lane")
    page.locator("header button", has_text="English").click()
    _look(page, "field-waste-en")
    page.locator("header button", has_text="中文").click()

    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(4)
    above = visit("演示·总值班", size=DESK)
    for case_type in ("waste_missed", "waste_differs"):
        above.goto(f"/matters/?case_type={case_type}")
        expect(above.locator("tbody tr")).not_to_have_count(0)
