"""The health authority: a case with contacts judged by the rule of the day; another notice."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, PHONE, Open, keep
from tongzhou.config.tests.stories.test_every_page import faults


def test_a_case_its_contacts_and_the_next_notice(visit: Open) -> None:
    page = visit("演示·疾控", size=DESK)
    page.goto("/cases/")
    keep(page, "desk-cases")
    assert faults(page) == []
    page.locator("article", has_text="确诊").first.locator("a").click()
    keep(page, "desk-case")
    assert faults(page) == []
    expect(page.locator("main")).to_contain_text("第四版")
    expect(page.locator("article .tag-amber")).to_have_count(2)
    page.locator("#q").fill("100")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="再发通报").click()
    page.check("[name=state][value=suspected]")
    page.fill("[name=document]", "演示:通报第13号")
    page.get_by_role("button", name="记录通报").click()
    expect(page.locator(".banner-bad")).to_be_visible()
    page.check("[name=state][value=recovered]")
    page.get_by_role("button", name="记录通报").click()
    expect(page.locator(".page-head .tag")).to_contain_text("治愈")
    small = visit("演示·疾控", size=PHONE, language="en")
    small.goto(page.url)
    keep(small, "phone-case-en")
    assert faults(small) == []
    assert small.evaluate("document.documentElement.scrollWidth <= innerWidth")
