"""The post tells upward what happens; the town answers; the post reads it."""

from playwright.sync_api import expect

from tongzhou.config.tests.stories.conftest import DESK, Open, keep


def test_a_post_reports_and_the_town_answers(visit: Open) -> None:
    # given a post of Huating: the town whose office answers in the demonstration
    town = visit("演示·镇值班", size=DESK)
    town.goto("/log/")
    town.fill("#f-words", "永乐村村口测温枪坏了,队伍排到马路上")
    town.check("input[name=urgency][value=now]")
    town.locator("form[enctype] button").click()
    expect(town.locator("section.group").first).to_contain_text("测温枪")

    chief = visit("演示·总值班", size=DESK)
    chief.goto("/log/")
    keep(chief, "desk-log")
    chief.locator("section.group a", has_text="测温枪").first.click()
    chief.fill("#f-words", "区里十分钟内送两把")
    chief.locator("form[action$='answer/'] button.button-primary").click()

    town.goto("/log/")
    line = town.locator("section.group", has_text="测温枪").first
    expect(line.locator(".tag-green")).to_be_visible()
    line.locator("a").first.click()
    expect(town.locator(".timeline")).to_contain_text("区里十分钟内送两把")


def test_the_next_shift_reads_the_log_on_a_phone(visit: Open) -> None:
    page = visit("演示·登记员")
    page.goto("/log/")
    page.fill("#f-words", "口罩剩 20 只,明早补")
    page.check("input[name=urgency][value=log]")
    page.locator("form[enctype] button").click()
    page.locator("form[action$='read/'] button").click()
    expect(page.locator("form[action$='read/'] p")).to_contain_text("演示·登记员")
    keep(page, "phone-log")
