"""A firm from the question to the visit, and its stop: each step by whoever takes it, the firm by its code alone."""

from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults
from tongzhou.kernel import sheets
from tongzhou.programmes.resumption.codes import check

NAME, BODY = "演示故事口罩厂", "91310114MA7654321"
STAFF = sheets.write(
    ("姓名", "证件号码", "手机", "从何处来", "返回日期"),
    [("演示甲", "DM9000001", "", "湖北", ""), ("演示乙", "1", "", "", "")],
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def fill(page: Page) -> None:
    page.fill("#f-name", NAME)
    page.fill("#f-credit_code", BODY + check(BODY))
    page.select_option("#f-place", label="唐行村村委会")
    page.select_option("#f-size", "medium")
    page.select_option("#f-trade", "making")
    for name, value in {
        "staff_number": "120",
        "from_outside": "60",
        "contact": "演示丙",
        "phone": "10000000019",
    }.items():
        page.fill(f"#f-{name}", value)


def test_a_firm_is_asked_applies_is_signed_filed_visited_and_stopped(visit: Open) -> None:
    town = visit("演示·镇值班", size=DESK)
    town.goto("/firms/add/")
    fill(town)
    town.locator("main form button").click()
    town.wait_for_url("**/firms/*-*/")
    address = town.url
    asking = town.locator("form[action$='/ask/']")
    asking.locator("#f-planned_on").fill("2020-02-12")
    asking.locator("button").click()
    expect(town.locator(".page-head .tag")).to_have_text("已询问并告知")

    firm = visit(size=PHONE)
    firm.goto("/resume/")
    fill(firm)
    for name, value in {"planned_on": "2020-02-09", "plan": "门口测温,分批用餐", "promised_by": "演示丙"}.items():
        firm.fill(f"#f-{name}", value)
    firm.check("[name=promise]")
    firm.locator("main form button").click()
    expect(firm.locator(".banner-bad").first).to_contain_text("2020-02-09 24 时前")
    assert faults(firm) == []
    firm.fill("#f-planned_on", "2020-02-12")
    firm.locator("main form button").click()
    code = firm.locator(".receipt").inner_text()
    firm.set_input_files("#staff-file", {"name": "staff.xlsx", "mimeType": XLSX, "buffer": STAFF})
    with firm.expect_download() as back:
        firm.locator("main form button").click()
    assert len(sheets.read(back.value.path().read_bytes()).rows) == 1

    signers = visit("演示·部门会签", size=DESK)
    signers.goto("/firms/?state=sign")
    signers.locator("a", has_text=NAME).click()
    keep(signers, "desk-firm-sign")
    signers.locator("form[action$='/sign/'] button[name=agree]").click()
    expect(signers.locator(".plain-list .tag", has_text="同意")).to_have_count(1)

    town.goto(address)
    town.locator("form[action$='/check/'] input[name=words]").fill("材料齐全")
    town.locator("form[action$='/check/'] button").click()
    expect(town.locator(".page-head .tag")).to_have_text("已审核,待备案")
    assert faults(town) == []
    keep(town, "desk-firm-checked")

    chief = visit("演示·总值班", size=DESK)
    chief.goto(address)
    chief.locator("form[action$='/file/'] input[name=words]").fill("备案")
    chief.locator("form[action$='/file/'] button").click()
    expect(chief.locator(".banner-bad").first).to_contain_text("区卫健委")  # who is silent is named

    firm.goto("/resume/follow/")
    firm.fill("#f-code", code)
    firm.locator("main form button").click()
    expect(firm.locator("dl.facts")).to_contain_text("区卫健委")
    assert faults(firm) == []
    keep(firm, "phone-firm-followed")


def test_a_filed_firm_is_visited_and_an_allowed_one_is_stopped(visit: Open) -> None:
    town = visit("演示·镇值班")
    town.goto("/firms/?state=visiting")
    town.locator("tbody a").first.click()
    form = town.locator("form[action$='/visit/']")
    for box in form.locator("[name=ready]").all():
        box.check()
    form.locator("#f-masks").fill("10")
    form.locator("#f-rooms").fill("1")
    form.locator("[value=allowed]").check()
    keep(town, "phone-firm-visit")
    form.locator("button").click()
    expect(town.locator(".banner-bad").first).to_contain_text("三天用的口罩")
    form = town.locator("form[action$='/visit/']")
    for box in form.locator("[name=ready]").all():
        box.check()
    form.locator("#f-masks").fill("9000")
    form.locator("#f-rooms").fill("1")
    form.locator("[value=allowed]").check()
    form.locator("button").click()
    expect(town.locator(".page-head .tag")).to_have_text("可以复工")
    address = town.url

    chief = visit("演示·总值班", size=DESK)
    chief.goto(address)
    chief.locator("form[action$='/stop/'] input").last.fill("区指挥部通知:停工整改")
    chief.locator("form[action$='/stop/'] button").click()
    expect(chief.locator(".page-head .tag")).to_have_text("已停工")
    keep(chief, "desk-firm-stopped")
    chief.goto("/firms/")
    keep(chief, "desk-firms")
