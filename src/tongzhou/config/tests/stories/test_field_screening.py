"""Screening in the field app, the line cut: the list, a visit, a shed that stands on no list; two at one door."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.config.tests.stories.telephones import go, send, square, take_into_use
from tongzhou.kernel import sheets

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROWS = [
    ["演示·野外厂", "企业", "永乐村", "演示大道7号", "", "野外片", "演示·甲", "10000028888"],
    ["演示·野外店", "商铺", "永乐村", "演示大道9号", "", "野外片", "演示·乙", "10000028889"],
]


def _row(page: Page, name: str) -> None:
    page.fill("#s-text", name)
    page.locator("button.target", has_text=name).click()


def _answer(page: Page, outcome: str) -> None:
    page.locator(f"input[name=outcome][value={outcome}]").check()
    page.locator("main form button[type=submit]").click()
    expect(page.locator(".saved")).to_be_visible()


def test_a_list_is_worked_without_a_network_and_the_second_at_a_door_hears_of_the_first(visit: Open) -> None:
    town = visit("演示·南翔值班", size=DESK)
    town.goto("/screening/list/")
    content = sheets.write(["名称", "类别", "村居", "地址", "标志物", "片区", "联系人", "电话"], _ROWS)
    town.set_input_files("#f-file", {"name": "名册.xlsx", "mimeType": _XLSX, "buffer": content})
    town.get_by_role("button", name="导入", exact=True).click()
    worker = visit("演示·下沉干部")
    worker.goto("/screening/")
    worker.select_option("#f-area", label="野外片")
    worker.fill("#f-number", "1")
    worker.locator("button[value=take]").click()
    expect(worker.locator("li.card")).to_have_count(1)
    desk, page = visit("演示·登记员", size=DESK), visit()
    take_into_use(page, square(desk, "演示·下沉干部"))

    page.context.set_offline(True)
    go(page, "screening")
    keep(page, "field-screening")
    _row(page, "演示·野外厂")
    expect(page.locator("a.call")).to_have_attribute("href", "tel:10000028888")
    expect(page.locator(".known")).to_contain_text("复工要求")
    page.locator("input[name=outcome][value=reached]").check()
    page.fill("#a-planned", "2020-02-13")
    keep(page, "field-screening-target")
    _answer(page, "reached")
    page.locator("button.add").click()
    page.fill("#f-landmark", "三号桥西五十米")
    page.fill("#f-name", "演示·野外瓜棚")
    keep(page, "field-screening-found")
    page.locator("main form button[type=submit]").click()
    _answer(page, "nobody")
    _row(page, "演示·野外店")
    expect(page.locator("a.call")).to_have_count(0)
    _answer(page, "reached")
    page.fill("#s-text", "三号桥")
    expect(page.locator("li[data-target]")).to_have_count(1)

    town.goto("/screening/targets/?text=演示·野外店")
    town.get_by_role("link", name="演示·野外店").click()
    town.locator("input[name=way][value=phone] + span").click()
    town.locator("input[name=outcome][value=reached] + span").click()
    town.get_by_role("button", name="保存").click()

    page.context.set_offline(False)
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(2)
    expect(page.locator("[data-state=refused]")).to_contain_text("演示·南翔值班")
    keep(page, "field-screening-refused")
    page.locator("button.mend").click()
    page.locator("input[name=is_again]").check()
    keep(page, "field-screening-mend")
    page.locator("main form button[type=submit]").click()
    send(page)
    expect(page.locator("[data-state=stored]")).to_have_count(3)
    go(page, "screening")
    page.fill("#s-text", "瓜棚")
    expect(page.locator("li[data-target]")).to_contain_text("没人")
    town.goto("/screening/targets/?text=演示·野外厂")
    town.get_by_role("link", name="演示·野外厂").click()
    expect(town.locator(".facts")).to_contain_text("2月13日")
