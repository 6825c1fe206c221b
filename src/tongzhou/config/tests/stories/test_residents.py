"""The village tells its residents something; anybody reads it without a script."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tongzhou.config.tests.stories.conftest import PHONE, Open, keep


def test_a_village_tells_its_residents_and_anybody_reads_it(visit: Open, browser: Browser, served: str) -> None:
    desk = visit("演示·登记员")
    desk.goto("/notices/residents/")
    desk.fill("#f-title", "口罩登记开始了")
    desk.fill("#f-words_zh", "明天上午九点起,在村委会登记。\n一户一次,请带户口簿。")
    desk.locator("main form.panel button").click()
    expect(desk.locator(".tag-green")).to_be_visible()
    address = str(desk.locator("header.page-head a").get_attribute("href"))
    keep(desk, "phone-residents")

    context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=served, java_script_enabled=False)
    home = context.new_page()
    home.goto(address)
    expect(home.locator("article")).to_contain_text("一户一次")
    keep(home, "phone-place-notices")
    context.close()
    plain = visit()
    plain.goto(address)
    assert Axe().run(plain).response["violations"] == []
