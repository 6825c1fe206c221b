"""Fourteen days and their end; the refusal ladder of the pair to the room, and the appeal."""

import io
import re

import pypdfium2
from playwright.sync_api import Page, expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults


def _paper(page: Page, link: str, name: str) -> str:
    """The text of the PDF behind the link, drawn and kept."""
    address = page.get_by_role("link", name=link).first.get_attribute("href")
    content = page.request.get(address or "").body()
    sheet = pypdfium2.PdfDocument(io.BytesIO(content))[0]
    _keep_drawn(sheet, name)
    return str(sheet.get_textpage().get_text_bounded())


def _keep_drawn(sheet: "pypdfium2.PdfPage", name: str) -> None:
    import os  # noqa: PLC0415  only where pictures are kept

    folder = os.environ.get("TONGZHOU_PICTURES")
    if folder:
        sheet.render(scale=1.5).to_pil().save(f"{folder}/{name}.png")


def _look(page: Page, name: str) -> None:
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keep(page, name)


def _open(page: Page, text: str) -> None:
    page.goto("/isolation/")
    page.locator("tbody tr", has_text=text).first.locator("a").first.click()


def somebody_free(page: Page) -> None:
    """The order form of the first person of the village who does not isolate yet."""
    page.goto("/people/")
    links = page.locator("main a[href*='/people/']")
    for address in [link.get_attribute("href") or "" for link in links.all()]:
        page.goto(address)
        if page.locator(".tag", has_text="居家隔离").count() == 0:
            page.locator("aside a[href*='/isolation/order/']").click()
            return


def fill_order(page: Page) -> None:
    """All but the promise."""
    page.check("[name=reason][value=key_area]")
    for box in page.locator("[name=dwelling]").all():
        box.check()
    page.check("[name=consents][value=yes]")
    for part in ("committee", "clinic", "police"):
        page.fill(f"[name={part}_name]", "演示·张")
        page.fill(f"[name={part}_phone]", "10000000009")
    page.locator("[name=second]").select_option(index=1)


def test_a_desk_begins_an_isolation_and_the_person_reports_by_receipt(visit: Open) -> None:
    page = visit("演示·登记员", size=PHONE)
    somebody_free(page)
    _look(page, "phone-isolation-order")
    fill_order(page)
    page.get_by_role("button", name="开始").click()
    expect(page.locator(".banner-bad")).to_contain_text("承诺书")
    page.check("[name=promise]")
    page.get_by_role("button", name="开始").click()
    expect(page.locator("h1")).to_be_visible()
    page.get_by_role("button", name="给本人开查询回执").click()
    code = page.locator(".receipt").inner_text()
    assert "2020-02-07" in _paper(page, "打印(PDF)", "paper-home")

    mine = visit(size=PHONE)
    mine.goto("/my-isolation/")
    _look(mine, "phone-mine-code")
    mine.fill("[name=code]", code)
    mine.locator("form[action='/my-isolation/'] button").click()
    mine.fill("[name=temperature]", "36.5")
    _look(mine, "phone-mine")
    mine.get_by_role("button", name="提交报告").click()
    expect(mine.locator(".banner-good")).to_be_visible()
    mine.locator("summary", has_text="我需要帮助").click()
    mine.check("[name=what][value=medicine]")
    mine.locator("form[action$='/need/'] button").click()
    expect(mine.locator(".banner-good .mono")).to_be_visible()
    page.reload()
    expect(page.locator(".tag-green")).to_have_count(1)


def test_fourteen_days_are_over_and_the_notice_is_verified(visit: Open) -> None:
    page = visit("演示·登记员", size=DESK)
    page.goto("/isolation/")
    _look(page, "desk-isolations")
    _open(page, "期满")
    _look(page, "desk-isolation")
    page.locator("summary", has_text="结束").click()
    page.locator("form[action$='/end/'] button").click()
    text = _paper(page, "解除告知单(PDF)", "paper-release")
    assert "重点人员隔离健康观察解除告知单" in text
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", text)
    assert code
    anybody = visit(size=PHONE, language="en")
    anybody.goto(f"/verify/{code.group()}/")
    expect(anybody.locator(".verdict-good")).to_be_visible()
    _look(anybody, "phone-verify-release-en")
    page.goto("/certificates/")
    _look(page, "desk-certificates")


def _step(page: Page, code: str) -> None:
    """Open the form of the step, say why, and send it."""
    form = page.locator("details", has=page.locator(f"[name=move][value={code}]"))
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    form.locator("[name=words]").fill("按程序办理,已当面说明")
    form.locator("button").click()


def test_the_ladder_to_the_room_and_the_appeal(visit: Open) -> None:
    chief, deputy = visit("演示·总值班", size=DESK), visit("演示·带班领导", size=DESK, language="en")
    town = visit("演示·镇值班", size=DESK)
    _open(chief, "拒绝")
    address = chief.url
    _look(chief, "desk-ladder")
    _step(chief, "decide")
    expect(chief.locator("[name=move][value=confirm]")).to_have_count(1)
    _step(chief, "confirm")
    expect(chief.locator(".banner-bad")).to_be_visible()  # nobody decides alone
    deputy.goto(address)
    _look(deputy, "desk-ladder-en")
    _step(deputy, "confirm")
    town.goto(address)
    assert "行政复议法" in _paper(town, "打印(PDF)", "paper-decision")
    _step(town, "serve")
    form = town.locator("details", has=town.locator("[name=move][value=transfer]"))
    form.locator("summary").click()
    form.locator("[name=site]").select_option(index=1)
    form.locator("[name=police]").fill("演示派出所 演示丁")
    form.locator("[name=words]").fill("负压车 14 点到,本人签收")
    form.locator("button").click()
    expect(town.locator(".page-head .tag")).to_contain_text("集中")
    town.get_by_role("button", name="给本人开查询回执").click()
    code = town.locator(".receipt").inner_text()

    guard = visit("演示·集中点", size=PHONE)
    guard.goto("/isolation/sites/")
    _look(guard, "phone-sites")
    guard.locator("article button").first.click()
    guard.locator("tbody a").first.click()
    guard.fill("[name=temperature]", "36.4")
    guard.locator("form[action$='/report/'] button").click()
    _look(guard, "phone-site-record")

    mine = visit(size=PHONE, language="en")
    mine.goto("/my-isolation/")
    mine.fill("[name=code]", code)
    mine.locator("form[action='/my-isolation/'] button").click()
    _look(mine, "phone-mine-central-en")
    mine.fill("#appeal-words", "我没有去过重点地区,请核对行程")
    mine.locator("form[action$='/appeal/'] button").click()
    expect(mine.locator(".banner-good .mono")).to_be_visible()
    _reviewed(visit)


def _reviewed(visit: Open) -> None:
    reviewer, checker = visit("演示·申诉经办", size=DESK), visit("演示·申诉审定", size=DESK)
    reviewer.goto("/isolation/")
    _look(reviewer, "desk-review")
    for page in (reviewer, checker):
        page.goto("/matters/")
        page.locator("tbody tr a").first.click()
    reviewer.locator("form[action$='/accept'] button").click()
    form = reviewer.locator("details", has=reviewer.locator("form[action$='/submit']"))
    form.locator("summary").click()
    form.locator("[name=outcome]").select_option("stands")
    form.locator("[name=note]").fill("行程记录核对无误")
    form.locator("button").click()
    checker.reload()
    closing = checker.locator("details", has=checker.locator("form[action$='/close']"))
    closing.locator("summary").click()
    closing.locator("button").click()
    expect(checker.locator(".page-head")).to_contain_text("维持")
