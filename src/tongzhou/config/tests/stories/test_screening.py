"""A screening group takes some of its list in hand, calls, visits a field shed, and the board says how many."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep
from tongzhou.kernel import sheets

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADINGS = ["名称", "类别", "村居", "地址", "标志物", "片区", "联系人", "电话"]


def test_a_group_covers_its_list_and_the_board_counts_it(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    town.goto("/screening/list/")
    rows = [
        ["演示·新厂", "企业", "", "演示大道1号", "", "故事片", "演示·甲", "10000029999"],
        ["演示·瓜棚", "大棚", "", "", "三号桥西五十米", "故事片", "", ""],
        ["演示·无处", "商铺", "", "", "", "", "", ""],
    ]
    content = sheets.write(_HEADINGS, rows)
    town.set_input_files("#f-file", {"name": "名册.xlsx", "mimeType": _XLSX, "buffer": content})
    with town.expect_download() as given_back:
        town.get_by_role("button", name="导入", exact=True).click()
    assert [row["名称"] for row in sheets.read(given_back.value.path().read_bytes()).rows] == ["演示·无处"]

    phone = visit("演示·镇值班")
    phone.goto("/screening/")
    phone.select_option("#f-area", label="故事片")
    phone.locator("button[value=take]").click()
    expect(phone.locator("li.card")).to_have_count(2)
    keep(phone, "phone-screening")
    firm = phone.locator("li.card", has_text="演示·新厂")
    expect(firm.locator("a[href='tel:10000029999']")).to_be_visible()
    firm.get_by_role("link", name="结果怎样").click()
    expect(phone.locator(".known")).to_contain_text("复工要求")
    keep(phone, "phone-screening-target")
    phone.locator("input[name=outcome][value=reached] + span").click()
    phone.fill("#f-planned_on", "2020-02-12")
    phone.get_by_role("button", name="保存").click()
    phone.locator("li.card", has_text="演示·瓜棚").get_by_role("link", name="结果怎样").click()
    expect(phone.locator(".facts")).to_contain_text("三号桥西五十米")
    phone.locator("input[name=way][value=visit] + span").click()
    phone.locator("input[name=outcome][value=nobody] + span").click()
    phone.get_by_role("button", name="保存").click()
    expect(phone.locator("li.card")).to_contain_text("已在")

    town.goto("/screening/targets/?text=演示·新厂")
    town.get_by_role("link", name="演示·新厂").click()
    expect(town.locator(".facts")).to_contain_text("2月12日")
    expect(town.locator(".banner")).to_contain_text("问到并告知")
    town.goto("/screening/coverage/")
    keep(town, "desk-screening-coverage")
    expect(town.locator("tr", has_text="故事片")).to_contain_text("50 %")
    town.goto("/board/?day=2020-02-08&indicator=screening.phoned")
    expect(town.locator("main, body").first).to_contain_text("669")


def test_a_board_is_filled_by_one_touch_and_a_visit_moves_it(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    town.goto("/screening/coverage/")
    keep(town, "desk-screening-map")
    town.goto("/screening/dwellings/")
    keep(town, "desk-dwellings")
    town.get_by_role("link", name="演示·华亭新苑").click()
    keep(town, "desk-dwelling-board")

    phone = visit("演示·镇值班")
    phone.goto(town.url)
    phone.get_by_role("navigation", name="点一下记成").get_by_role("link", name="空置").click()
    flat = phone.locator("button.flat-visit").first
    number = flat.locator("strong").inner_text()
    dwelling = flat.get_attribute("value")
    flat.click()
    expect(phone.locator(f"button.flat-empty[value='{dwelling}']")).to_be_visible()
    keep(phone, "phone-dwelling-board")
    phone.locator(".banner-good").get_by_role("button", name="撤销").click()
    expect(phone.locator(f"button.flat-visit[value='{dwelling}']")).to_be_visible()

    phone.goto(f"/screening/dwellings/flats/{dwelling}/")
    expect(phone.locator("h1")).to_contain_text(number)
    keep(phone, "phone-dwelling")
    phone.get_by_role("link", name="上门").click()
    phone.locator("input[name=way][value=visit] + span").click()
    phone.locator("input[name=outcome][value=refused] + span").click()
    phone.get_by_role("button", name="保存").click()
    phone.goto(f"/screening/dwellings/flats/{dwelling}/")
    expect(phone.locator(".facts")).to_contain_text("拒访")
    with town.expect_download() as sheet:
        town.get_by_role("link", name="导出表格").click()
    states = {row["房屋情况"] for row in sheets.read(sheet.value.path().read_bytes()).rows}
    assert {"自住", "待走访"} <= states
